import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';

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
  /** 1-based. */
  readonly line: number;
}

/** Why a document is refused. */
export interface XmlTrouble {
  /** The end of a sentence that begins with the document's name. */
  readonly trouble: string;
  /** 1-based. */
  readonly line?: number;
}

/** Elements in elements; the deepest real documents have some thirty. */
const deepest = 400;
const mostElements = 20_000_000;

interface OpenElement extends Omit<XmlElement, 'children' | 'text'> {
  readonly children: XmlElement[];
  text: string;
}

/**
 * An XML document as a tree.
 *
 * in      text from anywhere
 * out     the root element; or why it is refused: not well-formed, a document type (which is where entities come from: none is ever
 *         resolved), too deep, too many elements
 * cost    O(size); stops where the trouble begins
 * source  XML 1.0, Namespaces in XML 1.0
 */
export function readXml(text: string): XmlElement | XmlTrouble {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  const refuse = (trouble: string): never => {
    throw new Refusal(trouble, parser.line);
  };
  parser.on('error', (error) => refuse(`is not well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`));
  parser.on('doctype', () => refuse('declares a document type, which could bring anything in'));
  parser.on('opentag', (tag) => {
    count += 1;
    if (open.length >= deepest) refuse(`nests deeper than ${deepest} elements`);
    if (count > mostElements) refuse(`has more than ${mostElements} elements`);
    const element = toElement(tag, parser.line);
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (piece: string) => {
    const element = open.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (open.length === 0) root = element;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refusal) return { trouble: error.message, line: error.line };
    return { trouble: `cannot be read as XML: ${error instanceof Error ? error.message : String(error)}` };
  }
  return root ?? { trouble: 'holds no element' };
}

class Refusal extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

function toElement({ local, uri, attributes }: SaxesTagNS, line: number): OpenElement {
  const plain = Object.values<SaxesAttributeNS>(attributes).filter((attribute) => attribute.uri === '');
  return {
    name: local,
    namespace: uri,
    attributes: new Map(plain.map((attribute) => [attribute.local, attribute.value])),
    children: [],
    text: '',
    line,
  };
}
