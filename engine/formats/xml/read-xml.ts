import { XmlRefusal } from './xml-refusal.ts';
import { XmlTreeReader } from './xml-tree-reader.ts';

/** An element of an XML document with what it holds. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  readonly namespace: string;
  /** Those without a namespace, by name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly in it. */
  readonly text: string;
  /** 1-based; that its first tag ends on. */
  readonly line: number;
}

/** Why a document is refused. */
export interface XmlTrouble {
  /** The end of a sentence that begins with the document's name. */
  readonly trouble: string;
  /** 1-based. */
  readonly line?: number;
}

/** Elements and attributes, unless somebody says otherwise. A bill of materials of 100,000 components has some fifteen for each. */
const mostByDefault = 3_000_000;

/**
 * An XML document as a tree.
 *
 * in      text from anywhere; how many elements and attributes it may have
 * out     the root element; or why it is refused: not well-formed, a document type (which is where entities come from: none is ever
 *         resolved), too deep, too many elements and attributes
 * cost    O(size); stops where the trouble begins
 * source  XML 1.0, Namespaces in XML 1.0
 */
export function readXml(text: string, most = mostByDefault): XmlElement | XmlTrouble {
  const reader = new XmlTreeReader(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, most);
  try {
    return reader.read() ?? { trouble: 'holds no element', line: reader.line() };
  } catch (error) {
    if (error instanceof XmlRefusal) return { trouble: error.message, line: reader.line() };
    return { trouble: `cannot be read as XML: ${error instanceof Error ? error.message : String(error)}` };
  }
}
