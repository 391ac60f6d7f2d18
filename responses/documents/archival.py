"""A document of WeasyPrint as one file that is accessible (PDF/UA-1) and for archives (PDF/A-3a).

The response as JSON is attached to it, so that programs need not read it out of print.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

# Of no model, as who draws a page apart knows no database.
from responses.enums import RESPONSE_JSON

from .engine import VARIANT, engine
from .lean import say_once

# WeasyPrint writes one claim a file. An archive takes another one only with a description of it.
_ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Which part of ISO 14289 the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END = b"</rdf:RDF>"


def write(document: Any, attached: bytes = b"") -> bytes:
    """Return a document as the bytes of a file, with the response as JSON, if that is given.

    The attached file has the time that the document tells of itself.
    """
    metadata = document.metadata
    metadata.generate_rdf_metadata = _with_claim(type(metadata).generate_rdf_metadata, metadata)
    metadata.attachments = []
    if attached:
        at = datetime.fromisoformat(metadata.modified).astimezone(UTC)
        metadata.attachments = [
            engine().attachment(
                string=attached,
                name=RESPONSE_JSON,
                description=metadata.title,
                created=at,
                modified=at,
                relationship="Source",
            )
        ]
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=say_once)
    return pdf


def _with_claim(generate: Callable[..., bytes], metadata: Any) -> Callable[..., bytes]:
    """Return what tells of a file, and that it is accessible, too."""

    def told(*arguments: Any) -> bytes:
        return generate(metadata, *arguments).replace(_END, _ACCESSIBLE + _END)

    return told
