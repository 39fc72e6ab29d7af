"""The pages of the site as a whole: home, subscribe, about, accessibility, and the files machines ask for."""
