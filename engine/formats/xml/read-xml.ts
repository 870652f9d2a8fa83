import { SaxesParser } from 'saxes';
import { createNamespaces } from './namespaces.ts';

/** An element of an XML document with what it holds. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  readonly namespace: string;
  /** Those without a namespace, by name. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly in it, without pieces of white space alone. */
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

/** Elements in elements; the deepest real documents have some thirty. */
const deepest = 400;
/** Elements and attributes, unless somebody says otherwise. A bill of materials of 100,000 components has some fifteen for each. */
const mostByDefault = 3_000_000;
/** Of one element. */
const mostAttributes = 1000;

interface OpenElement extends Omit<XmlElement, 'children' | 'text'> {
  children: XmlElement[];
  text: string;
}

/** Most elements have no children; they share these. */
const noChildren: XmlElement[] = [];

/**
 * An XML document as a tree.
 *
 * in      text from anywhere; how many elements and attributes it may have
 * out     the root element; or why it is refused: not well-formed, a document type (which is where entities come from: none is ever
 *         resolved), too deep, too many elements and attributes
 * cost    O(size): the parser reads names as they are written, since it would look for a prefix in every element around; stops where the
 *         trouble begins
 * source  XML 1.0, Namespaces in XML 1.0
 */
export function readXml(text: string, most = mostByDefault): XmlElement | XmlTrouble {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const namespaces = createNamespaces();
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  let attributes = 0;
  const refuse = (trouble: string): never => {
    throw new Refusal(trouble, parser.line);
  };
  const countOne = () => {
    count += 1;
    if (count > most) refuse(`has more than ${most} elements and attributes`);
  };
  parser.on('error', (error) => refuse(notWellFormed(error.message.replace(/^\d+:\d+: /, ''))));
  parser.on('doctype', () => refuse('declares a document type, which could bring anything in'));
  parser.on('attribute', () => {
    countOne();
    if (++attributes > mostAttributes) refuse(`has more than ${mostAttributes} attributes at one element`);
  });
  parser.on('opentag', (tag) => {
    attributes = 0;
    countOne();
    if (open.length >= deepest) refuse(`nests deeper than ${deepest} elements`);
    const named = namespaces.open(tag.name, tag.attributes);
    if (typeof named === 'string') return refuse(notWellFormed(named));
    const element = { ...named, children: noChildren, text: '', line: parser.line };
    const parent = open.at(-1);
    if (parent?.children === noChildren) parent.children = [element];
    else parent?.children.push(element);
    open.push(element);
  });
  for (const kind of ['text', 'cdata'] as const)
    parser.on(kind, (piece) => {
      const element = /[^ \t\r\n]/.test(piece) ? open.at(-1) : undefined;
      if (element) element.text += piece;
    });
  parser.on('closetag', () => {
    namespaces.close();
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

function notWellFormed(why: string): string {
  return `is not well-formed XML: ${why}`;
}

class Refusal extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}
