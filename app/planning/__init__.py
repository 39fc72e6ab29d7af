"""The organizer's workbench: what needs attention, the planner, and what makes planning quick."""
