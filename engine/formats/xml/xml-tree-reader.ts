import { decodeReferences, noCharacter } from './decode-references.ts';
import { createNamespaces } from './namespaces.ts';
import type { XmlElement } from './read-xml.ts';
import { notWellFormed, XmlRefusal } from './xml-refusal.ts';
import { type XmlTag, XmlTagReader } from './xml-tag-reader.ts';

/** Elements in elements; the deepest real documents have some thirty. */
const deepest = 400;

interface OpenElement extends Omit<XmlElement, 'children' | 'text'> {
  children: XmlElement[];
  text: string;
}

/** Most elements have no children; they share these. */
const noChildren: XmlElement[] = [];

/** Reads one document from its start to its end; throws an `XmlRefusal` where it cannot go on. */
export class XmlTreeReader {
  readonly #text: string;
  readonly #tags: XmlTagReader;
  readonly #namespaces = createNamespaces();
  readonly #open: OpenElement[] = [];
  /** Of the open elements, as they are written. */
  readonly #names: string[] = [];
  #root: XmlElement | undefined;
  #at = 0;
  #line = 1;
  #lineEnd: number;

  constructor(text: string, most: number) {
    this.#text = text;
    this.#tags = new XmlTagReader(text, most);
    this.#lineEnd = text.indexOf('\n');
  }

  /** The line that reading has come to. */
  line(): number {
    const at = Math.max(this.#at, this.#tags.at);
    for (; this.#lineEnd >= 0 && this.#lineEnd < at; this.#lineEnd = this.#text.indexOf('\n', this.#lineEnd + 1)) this.#line += 1;
    return this.#line;
  }

  /** The root element; undefined where there is none. */
  read(): XmlElement | undefined {
    const text = this.#text;
    const wrong = text.search(noCharacter);
    if (wrong >= 0) {
      this.#at = wrong;
      throw notWellFormed('a character that XML does not have');
    }
    while (this.#at < text.length) {
      const tag = text.indexOf('<', this.#at);
      const end = tag < 0 ? text.length : tag;
      if (end > this.#at) this.#takeText(end);
      if (tag >= 0) this.#takeMarkup(text[tag + 1]);
    }
    if (this.#names.length > 0) throw notWellFormed(`<${this.#names.at(-1)?.slice(0, 100)}> is not closed`);
    return this.#root;
  }

  #takeMarkup(mark: string | undefined): void {
    if (mark === '/') this.#closeTag();
    else if (mark === '!') this.#takeDeclaration();
    else if (mark === '?') this.#takeInstruction();
    else this.#openTag();
  }

  #openTag(): void {
    const tag = this.#tags.read(this.#at);
    this.#at = this.#tags.at;
    if (this.#open.length >= deepest) throw new XmlRefusal(`nests deeper than ${deepest} elements`);
    if (this.#open.length === 0 && this.#root) throw notWellFormed('it has a second root element');
    this.#namespaces.open();
    const { namespace, attributes } = this.#tags.resolve(tag, this.#namespaces);
    const element: OpenElement = {
      name: tag.name.local,
      namespace,
      attributes,
      children: noChildren,
      text: '',
      line: this.line(),
    };
    const parent = this.#open.at(-1);
    if (!parent) this.#root = element;
    else if (parent.children === noChildren) parent.children = [element];
    else parent.children.push(element);
    if (tag.isEmpty) this.#namespaces.close();
    else this.#enter(element, tag);
  }

  #enter(element: OpenElement, { written }: XmlTag): void {
    this.#open.push(element);
    this.#names.push(written);
  }

  #closeTag(): void {
    const name = this.#names.pop();
    this.#open.pop();
    if (name === undefined || !this.#text.startsWith(name, this.#at + 2))
      throw notWellFormed(name === undefined ? 'a tag closes nothing' : `a tag does not close <${name.slice(0, 100)}>`);
    this.#namespaces.close();
    this.#at = this.#tags.endOfClosing(this.#at + 2 + name.length);
  }

  #takeText(end: number): void {
    const raw = this.#text.slice(this.#at, end);
    const element = this.#open.at(-1);
    if (element) {
      const text = raw.includes(']]>') ? undefined : decodeReferences(raw);
      if (text === undefined) throw notWellFormed('a reference to nothing that is known, or the end of a CDATA section');
      element.text += text;
    } else if (/[^ \t\n]/.test(this.#at === 0 ? raw.replace(/^\uFEFF/, '') : raw))
      throw notWellFormed('text outside of the root element');
    this.#at = end;
  }

  #takeDeclaration(): void {
    const is = (start: string) => this.#text.startsWith(start, this.#at);
    if (is('<!--')) {
      const end = this.#endOf('--', this.#at + 4);
      if (this.#text[end] !== '>') throw notWellFormed('a comment with --');
      this.#at = end + 1;
    } else if (is('<![CDATA[')) {
      const start = this.#at + '<![CDATA['.length;
      const element = this.#open.at(-1);
      if (!element) throw notWellFormed('text outside of the root element');
      this.#at = this.#endOf(']]>', start);
      element.text += this.#text.slice(start, this.#at - ']]>'.length);
    } else if (is('<!DOCTYPE')) throw new XmlRefusal('declares a document type, which could bring anything in');
    else throw notWellFormed('a tag that begins with <!');
  }

  /** The declaration of XML itself is one that may only stand at the start. */
  #takeInstruction(): void {
    const end = this.#endOf('?>', this.#at + 2);
    const target = this.#tags.nameAt(this.#at + 2);
    const isDeclaration = target.toLowerCase() === 'xml';
    if (isDeclaration && (this.#text.slice(0, this.#at).replace(/^\uFEFF/, '') !== '' || target !== 'xml'))
      throw notWellFormed('an XML declaration that is not at the start');
    this.#at = end;
  }

  /** Behind the first such mark. */
  #endOf(mark: string, from: number): number {
    const end = this.#text.indexOf(mark, from);
    if (end < 0) throw notWellFormed(`${JSON.stringify(mark)} is missing`);
    return end + mark.length;
  }
}
