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
/** With their attributes. A bill of materials of 100,000 components has some fifteen for each. */
const mostByDefault = 3_000_000;
/** Of one element. */
const mostAttributes = 1000;

interface OpenElement extends Omit<XmlElement, 'children' | 'text'> {
  children: XmlElement[];
  text: string;
}

/** Most elements have neither children nor attributes; they share these. */
const noChildren: XmlElement[] = [];
const noAttributes: ReadonlyMap<string, string> = new Map();

/**
 * An XML document as a tree.
 *
 * in      text from anywhere
 * out     the root element; or why it is refused: not well-formed, a document type (which is where entities come from: none is ever
 *         resolved), too deep, too many elements and attributes
 * cost    O(size); stops where the trouble begins
 * source  XML 1.0, Namespaces in XML 1.0
 */
export function readXml(text: string, mostElements = mostByDefault): XmlElement | XmlTrouble {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  const refuse = (trouble: string): never => {
    throw new Refusal(trouble, parser.line);
  };
  parser.on('error', (error) => refuse(`is not well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`));
  parser.on('doctype', () => refuse('declares a document type, which could bring anything in'));
  const countOne = () => {
    count += 1;
    if (count > mostElements) refuse(`has more than ${mostElements} elements and attributes`);
  };
  let attributes = 0;
  parser.on('attribute', () => {
    countOne();
    if (++attributes > mostAttributes) refuse(`has more than ${mostAttributes} attributes at one element`);
  });
  parser.on('opentag', (tag) => {
    attributes = 0;
    countOne();
    if (open.length >= deepest) refuse(`nests deeper than ${deepest} elements`);
    const element = toElement(tag, parser.line);
    const parent = open.at(-1);
    if (parent?.children === noChildren) parent.children = [element];
    else parent?.children.push(element);
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
  return { name: local, namespace: uri, attributes: plainAttributes(attributes), children: noChildren, text: '', line };
}

function plainAttributes(attributes: SaxesTagNS['attributes']): ReadonlyMap<string, string> {
  let plain: Map<string, string> | undefined;
  for (const key in attributes) {
    const attribute: SaxesAttributeNS | undefined = attributes[key];
    if (attribute?.uri === '') {
      plain ??= new Map();
      plain.set(attribute.local, attribute.value);
    }
  }
  return plain ?? noAttributes;
}
