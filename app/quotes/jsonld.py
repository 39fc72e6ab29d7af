"""Quotes as schema.org Quotation. Pure: a record in, a dict out."""

from typing import Any

from app.quotes.models import Quote, QuoteTranslation, QuoteVersion


def to_quotation_jsonld(quote: Quote, *, address: str) -> dict[str, Any]:
    """One Quotation with the exact words; `creator`, because the speaker is a real person."""
    site = address.rsplit("/quotes/", 1)[0]
    creator: dict[str, Any] = {
        "@type": "Person",
        "@id": f"{site}/people/{quote.person.slug}",
        "name": quote.person.name,
    }
    if quote.standing:
        creator["jobTitle"] = quote.standing
    graph: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "@id": address,
        "url": address,
        "text": quote.words,
        "inLanguage": quote.language,
        "creator": creator,
        "version": max(quote.edition, 1),
        "dateModified": f"{quote.changed_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    if quote.published_at:
        graph["datePublished"] = f"{quote.published_at:%Y-%m-%dT%H:%M:%SZ}"
    if quote.episode:
        event = f"{site}/episodes/{quote.episode.slug}"
        graph["recordedAt"] = {"@type": "Event", "@id": event, "name": quote.episode.title, "url": event}
        graph["dateCreated"] = quote.episode.day.isoformat()
    if quote.source:
        graph["citation"] = {"@type": "CreativeWork", "name": quote.source.title} | (
            {"url": quote.source.url} if quote.source.url else {}
        )
    if quote.public_translations:
        graph["workTranslation"] = [_translation(one, address) for one in quote.public_translations]
    if quote.corrections:
        graph["correction"] = [_correction(version) for version in quote.corrections]
    return graph


def _translation(translation: QuoteTranslation, address: str) -> dict[str, Any]:
    return {
        "@type": "Quotation",
        "text": translation.words,
        "inLanguage": translation.language,
        "translator": {"@type": "Person", "name": translation.translator},
        "translationOfWork": {"@id": address},
    }


def _correction(version: QuoteVersion) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": version.reason,
        "datePublished": f"{version.made_at:%Y-%m-%dT%H:%M:%SZ}",
    }
