"""The life of an episode: planned, published, moved, held, postponed, cancelled."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Account, Role
from app.accounts.queries import organizers_of
from app.clock import now, zone_names
from app.database import db
from app.episodes.conflicts import OVER, Surroundings, blocks, conflicts_of
from app.episodes.models import ABSENT, AppearanceRole, Episode, Status, Visibility
from app.episodes.queries import episodes_near
from app.episodes.workbench import ToTell
from app.errors import RuleBroken
from app.people.models import Person
from app.revisions.operations import Author, change_slug, free_slug, record_revision, revising, send_now
from app.series.models import Series

LEGAL_MOVES: dict[Status, tuple[Status, ...]] = {
    Status.DRAFT: (Status.TENTATIVE, Status.CONFIRMED, Status.CANCELLED),
    Status.TENTATIVE: (Status.DRAFT, Status.CONFIRMED, Status.HELD, Status.POSTPONED, Status.CANCELLED),
    Status.CONFIRMED: (Status.TENTATIVE, Status.HELD, Status.POSTPONED, Status.CANCELLED),
    Status.POSTPONED: (Status.TENTATIVE, Status.CONFIRMED, Status.CANCELLED),
    Status.CANCELLED: (Status.TENTATIVE, Status.CONFIRMED),
    Status.HELD: (Status.CONFIRMED,),
}
"""From each status, the moves an organizer is offered; a held episode goes back only to mend a slip."""


def plan_episode(
    series: Series,
    *,
    fields: dict[str, Any],
    host: str,
    by: Author,
    uid: str | None = None,
    sequence: int = 0,
    changed_at: datetime | None = None,
) -> Episode:
    """A new episode, a private draft unless `fields` say otherwise; whoever makes it owns it.

    `fields` are Episode's columns and children (`appearances`, `pillar_links`, `theme_links`, `co_organizers`,
    `facts`, each a list of dicts). `host` is the right-hand side of the UID, made once and kept for ever.
    `uid`, `sequence` and `changed_at` are given when the episode comes from another installation, so that its
    subscribers go on seeing the same event. Raises RuleBroken, and LocalTimeUnclear for a wall time its zone
    skips or shows twice.
    """
    episode = Episode(series_id=series.id, uid=uid or f"episode-{secrets.token_hex(8)}@{host}")
    defaults = {
        "languages": list(series.languages[:1]),
        "timezone": series.default_timezone,
        "owner_id": by.id if isinstance(by, Account) else None,
    }
    with revising(episode, action="created", by=by):
        episode.assign({**_COLUMN_DEFAULTS, **defaults, **fields})
        episode.slug = fields.get("slug") or free_slug(Episode, _slug_text(episode))
        _check(episode)
        freeze_standings(episode)
    episode.sequence = max(episode.sequence, sequence)
    episode.changed_at = changed_at or episode.changed_at
    send_now()
    return episode


_COLUMN_DEFAULTS = {
    "format": "virtual",
    "duration_minutes": 90,
    "status": "draft",
    "visibility": "private",
} | {
    "join_policy": "invited",
    "attribution_policy": "on_the_record",
}


def change_episode(episode: Episode, *, fields: dict[str, Any], by: Author, action: str = "changed") -> None:
    """Change any fields of an episode; a changed slug leaves a redirect. The status has verbs of its own."""
    before = episode.snapshot() if is_heard_of(episode) else None
    with revising(episode, action=action, by=by):
        slug = fields.pop("slug", None) or episode.slug
        episode.assign(fields)
        change_slug(episode, slug)
        _check(episode)
        freeze_standings(episode)
    if before is not None:
        after = episode.snapshot()
        moved = sorted(name for name in TOLD if before[name] != after[name])
        if moved:
            left = {one["person_id"] for one in before["appearances"] if one["state"] not in GONE}
            tell(episode, f"Changed: {', '.join(moved)}", by=by, also=left)


def is_heard_of(episode: Episode) -> bool:
    """Whether people count on the episode, so that they have to hear of changes: it is public and still to come."""
    return episode.is_public and episode.status not in OVER


GONE = [state.value for state in ABSENT]
TOLD = Episode.sequenced | {"appearances"}
"""Fields whose change on a public episode its people have to hear of."""


def publish_episode(episode: Episode, *, by: Author) -> None:
    """Make an episode public now."""
    check_publishable(episode)
    with revising(episode, action="published", by=by):
        episode.visibility = Visibility.PUBLIC
        episode.publish_at = None
    tell(episode, "Published", by=by)


def check_publishable(episode: Episode) -> None:
    """A draft cannot be published, nor an episode without a moderator or with another conflict that blocks it."""
    if episode.status is Status.DRAFT:
        raise RuleBroken(_("A draft cannot be published: mark it tentative or confirmed first."), field="status")
    if not episode.appearing_as(AppearanceRole.MODERATOR):
        raise RuleBroken(_("An episode needs a moderator before it is published."), field="appearances")
    check_conflicts(episode)


def what_blocks(episode: Episode) -> dict[str, str]:
    """What keeps the episode from being public as it is now, by key, in sentences."""
    around = Surroundings(today=now().date(), others=tuple(episodes_near(episode)))
    return {one.key: one.sentence for one in blocks(conflicts_of(episode, around))}


def check_conflicts(episode: Episode, *, known: Collection[str] = ()) -> None:
    """Raise RuleBroken for what keeps the episode from being public, but for what stood against it before."""
    blocking = [sentence for key, sentence in what_blocks(episode).items() if key not in known]
    if blocking:
        raise RuleBroken(" ".join(blocking))


def proposed_snapshot(episode: Episode, fields: dict[str, Any]) -> dict[str, Any]:
    """What the episode's snapshot would be with these fields, by all its rules; the episode itself stays as it is."""
    before = episode.snapshot()
    trial = db.session.begin_nested()
    try:
        episode.assign(dict(fields))
        _check(episode)
        freeze_standings(episode)
        proposed = episode.snapshot()
        episode.settle({name for name, value in proposed.items() if value != before.get(name)})
    finally:
        trial.rollback()
    return proposed


CALLED_OFF = (Status.CANCELLED, Status.POSTPONED)


def move_status(episode: Episode, status: Status, *, reason: str | None = None, by: Author) -> None:
    """Take a legal step in the life of an episode; cancelling and postponing need a reason once it is public.

    What comes back to the programme may have nobody in two public episodes at once, as every publication.
    """
    check_step(episode, status, reason=reason)
    comes_back = episode.is_public and episode.status in CALLED_OFF and status not in OVER
    with revising(episode, action=status.value, by=by):
        episode.status = status
        episode.status_reason = reason
    if comes_back:
        check_conflicts(episode, known={key for key in what_blocks(episode) if not key.startswith("person_overlap:")})
    if episode.is_public:
        tell(episode, f"Now {status.value}" + (f": {reason}" if reason else ""), by=by)


def check_step(episode: Episode, status: Status, *, reason: str | None) -> None:
    """Raise RuleBroken for a step that `move_status` would refuse."""
    if status not in LEGAL_MOVES[episode.status]:
        raise RuleBroken(
            _(
                "An episode that is %(status)s cannot become %(wanted)s.",
                status=episode.status.value,
                wanted=status.value,
            ),
            field="status",
        )
    if status is Status.DRAFT and episode.visibility is Visibility.PUBLIC:
        raise RuleBroken(_("A published episode cannot become a draft again; postpone or cancel it."), field="status")
    needs_reason = status in (Status.CANCELLED, Status.POSTPONED) and episode.visibility is Visibility.PUBLIC
    if needs_reason and not reason:
        raise RuleBroken(_("Say in a sentence why; it is shown on the public page."), field="status_reason")


def tell(episode: Episode, what: str, *, by: Author, also: Collection[int] = ()) -> None:
    """Put whoever has to hear of what went public on the list: the people in the episode, `also` those who were
    until now, and whoever sees to it beside the one who did it.
    """
    people = dict.fromkeys([one.person_id for one in episode.present] + sorted(also))
    told = [{"person_id": number} for number in people]
    told += [{"account_id": account.id} for account in watching(episode, by=by)]
    for who in told:
        db.session.add(ToTell(episode_id=episode.id, what=what[:300], created_at=now(), changed_at=now(), **who))
    db.session.flush()


def watching(episode: Episode, *, by: Author) -> list[Account]:
    """The owner; of an episode without one, the organizers of its series. Nobody is told of what they do themselves."""
    held = [one for one in (episode.owner,) if one is not None] or organizers_of(episode.series_id)
    return [one for one in held if one is not by]


def give_owner(episode: Episode, owner: Account | None, *, by: Author) -> None:
    """Say who sees to the episode: somebody who may edit its series."""
    role = owner.role_in(episode.series_id) if owner else None
    if owner is not None and (role is None or role.rank < Role.EDITOR.rank):
        raise RuleBroken(_("%(name)s may not edit this series.", name=owner.name), field="owner_id")
    with revising(episode, action="changed", by=by):
        episode.owner = owner
        episode.owner_id = owner.id if owner else None


AFTER_RESTORE = 100
"""More changes than anybody made between a backup and the loss that it mends."""


def overtake_sequence(episode: Episode, *, above: int | None = None, by: Author) -> None:
    """Put SEQUENCE and stamp above whatever subscribers may have seen before an older copy was restored.

    `above` is what they saw, where that is known.
    """
    before = episode.sequence
    episode.sequence = before + AFTER_RESTORE if above is None else max(above, before) + 1
    episode.changed_at = max(now(), episode.changed_at)
    record_revision(
        episode, action="restored", by=by, before={"sequence": before}, after={"sequence": episode.sequence}
    )


def freeze_standings(episode: Episode) -> None:
    """Write the position and organization held that day into appearances that state none."""
    for appearance in episode.appearances:
        if appearance.position or appearance.organization_name:
            continue
        person = appearance.person or db.session.get(Person, appearance.person_id)
        held = person.affiliation_on(episode.day) if person else None
        if held is not None:
            appearance.position = held.position
            appearance.organization_id = held.organization_id
            appearance.organization_name = held.organization.name if held.organization else None


def _slug_text(episode: Episode) -> str:
    return f"{episode.number} {episode.title}" if episode.number else episode.title


def _check(episode: Episode) -> None:
    if not episode.title:
        raise RuleBroken(_("An episode needs a title."), field="title")
    if episode.timezone not in zone_names():
        raise RuleBroken(
            _("“%(timezone)s” is not a time zone of the IANA database.", timezone=episode.timezone), field="timezone"
        )
    if not 2000 <= episode.day.year <= 2099:
        raise RuleBroken(_("The day must lie between the years 2000 and 2099."), field="day")
    taken = episode.number is not None and db.session.scalar(
        db.select(Episode.id).where(
            Episode.series_id == episode.series_id,
            Episode.number == episode.number,
            Episode.id != (episode.id or 0),
        )
    )
    if taken:
        raise RuleBroken(
            _("There is an episode %(number)s already; choose another number.", number=episode.number), field="number"
        )
