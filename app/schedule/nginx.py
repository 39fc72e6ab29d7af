"""nginx's configuration for the static edition: the application's own headers, its ETags, and the way back to it."""

import re
from pathlib import Path

from app.web.answers import FILE_SUFFIXES

NAMED_FILE = "$edition_name"
"""Stands in a header for the last part of the address: a download's file name."""

_NOT_IN_304 = {"content-type", "content-disposition"}


class HeaderSets:
    """The different sets of headers that answers have, each under a name; thousands of answers share a few."""

    def __init__(self, named: dict[str, dict[str, str]]) -> None:
        self.named = named

    def name_of(self, headers: dict[str, str], path: str) -> str:
        own = path.rpartition("/")[2]
        wanted = {name: headers[name] for name in sorted(headers)}
        if "Content-Disposition" in wanted and own:
            wanted["Content-Disposition"] = wanted["Content-Disposition"].replace(own, NAMED_FILE)
        name = next((name for name, known in self.named.items() if known == wanted), f"h{len(self.named) + 1}")
        self.named[name] = wanted
        return name

    @property
    def headers(self) -> list[str]:
        return sorted({name for known in self.named.values() for name in known})


def nginx_configuration(folder: Path, sets: HeaderSets, *, listen: str, application: str) -> str:
    """For nginx's `http { … }`, by `include`; where it listens, and at which host and port the application does."""
    suffixes = "|".join(re.escape(suffix) for suffix in FILE_SUFFIXES)
    maps = "\n".join(_header_map(name, sets) for name in sets.headers)
    headers = "\n".join(f"    add_header {name} ${_variable(name)};" for name in sets.headers)
    filled = _CONFIGURATION.replace("@folder@", str(folder)).replace("@suffixes@", suffixes)
    filled = filled.replace("@listen@", listen).replace("@application@", application)
    return filled.replace("@maps@", maps).replace("@headers@", headers)


def _variable(header: str) -> str:
    return "edition_" + header.lower().replace("-", "_")


def _header_map(header: str, sets: HeaderSets) -> str:
    """From "is it a 304", and the set's name, to the header's value; an empty value sends none."""
    held = "0" if header.lower() in _NOT_IN_304 else ""
    rows = [
        f"  {held + name} {_quoted(known[header])};" for name, known in sorted(sets.named.items()) if header in known
    ]
    source = '"$edition_304$edition_set"' if held else "$edition_set"
    return "\n".join([f"map {source} ${_variable(header)} {{", '  default "";', *rows, "}"])


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


_CONFIGURATION = r"""# Written by `flask schedule publish`; changed only when the headers of answers change.
# Each address is a link in pages/ to a folder in answers/, whose name says the set of headers, which compressed
# forms stand in it (c: gzip and brotli, g: gzip alone, p: none), and the ETag. So nginx needs no list of files
# and no restart after a new edition.

map $http_accept_encoding $edition_wanted {
  default "";
  "~*(^|[ ,])gzip(?! *; *q=0(\.0*)?( *,|$))" gzip;
}
map $http_accept_encoding $edition_coding_wanted {
  default $edition_wanted;
  "~*(^|[ ,])br(?! *; *q=0(\.0*)?( *,|$))" br;
}
map $realpath_root $edition_set { "~/(?<edition_found_set>h\d+)\.[cgp]\.[^/]+$" $edition_found_set; default ""; }
map $realpath_root $edition_digest {
  "~/h\d+\.[cgp]\.(?<edition_found_digest>[^/]+)$" $edition_found_digest;
  default "";
}
map "$realpath_root $edition_coding_wanted $edition_wanted" $edition_coding {
  default "";
  "~/h\d+\.c\.[^/ ]+ gzip " gzip;
  "~/h\d+\.c\.[^/ ]+ br " br;
  "~/h\d+\.g\.[^/ ]+ \S* gzip$" gzip;
}
map $edition_coding $edition_file { default body; gzip body.gz; br body.br; }
map $edition_coding $edition_etag { default "\"$edition_digest\""; "~." "\"$edition_digest-$edition_coding\""; }
map "$http_if_none_match $edition_etag" $edition_held {
  default 0;
  "~^ *\* " 1;
  '~("[^"]+").* \1$' 1;
}
map $status $edition_304 { default 0; 304 1; }
map "$edition_304$edition_coding" $edition_content_encoding { default ""; 0gzip gzip; 0br br; }

# Everything but a plain GET or HEAD of a public address without query goes to the application.
map $request_method $edition_asked { default ""; GET yes; HEAD yes; }
map "$args $uri" $edition_query {
  default other;
  "~^v=[0-9a-f]+ /static/" yes;
  "~^ /static/vendor/" yes;
  "~^ /static/" other;
  "~^ " yes;
}
map "$http_cookie $uri" $edition_stranger { default ""; "~^ " yes; "~(@suffixes@|^/static/.*)$" yes; }
map "$http_accept $uri" $edition_form {
  default yes;
  "~^(?!.*text/html)(?!\*/\*$)[^ ]+.* /schedule/[^.]*$" "";
}
map "$edition_asked,$edition_query,$edition_stranger,$edition_form$http_authorization" $edition_here {
  default 0;
  "yes,yes,yes,yes" 1;
}
@maps@

upstream conversations { server @application@; keepalive 16; }

server {
  listen @listen@;
  etag off;
  gzip off;
  server_tokens off;
  if_modified_since before;

  location ~ ^(?<edition_path>/(?<edition_folders>.*/)?(?<edition_name>[^/]*))$ {
    root @folder@/pages$edition_path.page;
    types { }
    default_type "";
    error_page 404 418 = @application;
    if ($edition_here = 0) { return 418; }
    if (!-d $document_root) { return 418; }
    add_header ETag $edition_etag;
    add_header Content-Encoding $edition_content_encoding;
@headers@
    error_page 419 = @held;
    if ($edition_held) { return 419; }
    rewrite ^ /$edition_file break;
  }

  # "Not modified" without the Content-Length of 0 that nginx would put there: a filter that finds nothing takes it off,
  # and marks the ETag as weak (W/), which is how If-None-Match compares anyway (RFC 9110 13.1.2).
  location @held {
    root @folder@/pages$edition_path.page;
    types { }
    default_type "";
    add_header ETag $edition_etag;
@headers@
    sub_filter_types *;
    sub_filter "-" "-";
    sub_filter_last_modified on;
    return 304 "-";
  }

  location @application {
    proxy_pass http://conversations;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
  }
}
"""
