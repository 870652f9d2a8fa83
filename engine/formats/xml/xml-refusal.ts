/** Ends the reading of a document; the message is the end of a sentence that begins with the document's name. */
export class XmlRefusal extends Error {}

/** For what breaks the specification. */
export function notWellFormed(what: string): XmlRefusal {
  return new XmlRefusal(`is not well-formed XML: ${what}`);
}
