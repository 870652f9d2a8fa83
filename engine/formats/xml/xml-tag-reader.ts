import { decodeReferences } from './decode-references.ts';
import type { Namespaces } from './namespaces.ts';
import { nameReader, type QualifiedName } from './qualified-name.ts';
import { notWellFormed, XmlRefusal } from './xml-refusal.ts';

/** A tag that opens an element, as it is written. */
export interface XmlTag {
  readonly written: string;
  readonly name: QualifiedName;
  /** By name as written; undefined where there are none. */
  readonly attributes: ReadonlyMap<string, string> | undefined;
  /** Whether it closes the element too. */
  readonly isEmpty: boolean;
}

/** Of one element. */
const mostAttributes = 1000;
const noAttributes: ReadonlyMap<string, string> = new Map();
const reserved = /^http:\/\/www\.w3\.org\/(?:XML\/1998\/namespace|2000\/xmlns\/)$/;
const [tab, lineFeed, space, quote, apostrophe, slash, equals, greater] = [...'\t\n "\'/=>'].map((mark) => mark.charCodeAt(0));

/** Reads the tags of one text. */
export class XmlTagReader {
  /** Where it has come to. */
  at = 0;
  readonly #text: string;
  readonly #most: number;
  readonly #toName = nameReader();
  #count = 0;

  constructor(text: string, most: number) {
    this.#text = text;
    this.#most = most;
  }

  /** The tag that begins at a place. */
  read(from: number): XmlTag {
    this.at = from + 1;
    this.#countOne();
    const written = this.#word();
    const name = this.#name(written);
    let attributes: Map<string, string> | undefined;
    for (;;) {
      const isApart = this.#skipSpace();
      const code = this.#text.charCodeAt(this.at);
      if (code === greater || (code === slash && this.#text.charCodeAt(this.at + 1) === greater)) {
        this.at += code === slash ? 2 : 1;
        return { written, name, attributes, isEmpty: code === slash };
      }
      if (!isApart) throw notWellFormed(`<${written.slice(0, 100)}> does not end`);
      attributes ??= new Map();
      this.#readAttribute(attributes);
    }
  }

  /** What the names in a tag stand for, with what it declares itself. */
  resolve({ name, attributes = noAttributes }: XmlTag, namespaces: Namespaces) {
    const isPlain = attributes.keys().every((written) => written !== 'xmlns' && !written.includes(':'));
    if (!isPlain) this.#declare(attributes, namespaces);
    const namespace = namespaces.of(name.prefix);
    if (namespace === undefined || name.prefix === 'xmlns') throw unbound(name.prefix);
    return { namespace, attributes: isPlain ? attributes : this.#plain(attributes, namespaces) };
  }

  /** Behind the end of a tag that closes an element, from behind its name. */
  endOfClosing(from: number): number {
    this.at = from;
    this.#skipSpace();
    if (this.#text.charCodeAt(this.at) !== greater) throw notWellFormed('a tag closes another element than the one that is open');
    return this.at + 1;
  }

  /** The name at a place. */
  nameAt(from: number): string {
    this.at = from;
    const end = /[?\s]/g;
    end.lastIndex = from;
    const word = this.#text.slice(from, end.exec(this.#text)?.index);
    if (this.#name(word).prefix !== '') throw notWellFormed('a colon where none may be');
    return word;
  }

  #readAttribute(attributes: Map<string, string>): void {
    this.#countOne();
    const written = this.#word();
    this.#name(written);
    this.#skipSpace();
    if (this.#text.charCodeAt(this.at) !== equals) throw notWellFormed(`the attribute ${written.slice(0, 100)} has no value`);
    this.at += 1;
    this.#skipSpace();
    if (attributes.has(written)) throw notWellFormed(`two attributes ${written.slice(0, 100)}`);
    if (attributes.size >= mostAttributes) throw new XmlRefusal(`has more than ${mostAttributes} attributes at one element`);
    attributes.set(written, this.#value(written));
  }

  #value(name: string): string {
    const mark = this.#text.charCodeAt(this.at);
    const end = mark === quote || mark === apostrophe ? this.#text.indexOf(mark === quote ? '"' : "'", this.at + 1) : -1;
    const raw = this.#text.slice(this.at + 1, Math.max(end, 0));
    const value = end < 0 || raw.includes('<') ? undefined : decodeReferences(raw.replace(/[\t\n]/g, ' '));
    if (value === undefined) throw notWellFormed(`the value of the attribute ${name.slice(0, 100)}`);
    this.at = end + 1;
    return value;
  }

  #declare(attributes: ReadonlyMap<string, string>, namespaces: Namespaces): void {
    for (const [written, namespace] of attributes) {
      if (written !== 'xmlns' && !written.startsWith('xmlns:')) continue;
      const prefix = written.slice('xmlns:'.length);
      const isOfXml = prefix === 'xml' && namespace === 'http://www.w3.org/XML/1998/namespace';
      if (
        prefix === 'xmlns' ||
        (prefix !== '' && namespace.trim() === '') ||
        (!isOfXml && (prefix === 'xml' || reserved.test(namespace)))
      )
        throw notWellFormed(`the prefix ${prefix.slice(0, 100)} cannot stand for ${JSON.stringify(namespace.slice(0, 100))}`);
      namespaces.declare(prefix, namespace.trim());
    }
  }

  /** Those without a namespace. */
  #plain(attributes: ReadonlyMap<string, string>, namespaces: Namespaces): ReadonlyMap<string, string> {
    let plain: Map<string, string> | undefined;
    let others: Set<string> | undefined;
    for (const [written, value] of attributes) {
      const { prefix, local } = this.#name(written);
      if (prefix === '' && local !== 'xmlns') {
        plain ??= new Map();
        plain.set(local, value);
      } else if (prefix !== '' && prefix !== 'xmlns') {
        const namespace = namespaces.of(prefix);
        if (namespace === undefined) throw unbound(prefix);
        others ??= new Set();
        const own = others.size;
        if (others.add(`${namespace} ${local}`).size === own) throw notWellFormed(`two attributes ${local.slice(0, 100)}`);
      }
    }
    return plain ?? noAttributes;
  }

  #countOne(): void {
    if (++this.#count > this.#most) throw new XmlRefusal(`has more than ${this.#most} elements and attributes`);
  }

  #name(written: string): QualifiedName {
    const name = this.#toName(written);
    if (!name) throw notWellFormed(`${JSON.stringify(written.slice(0, 100))} is no name`);
    return name;
  }

  /** Up to what may stand behind a name. */
  #word(): string {
    const from = this.at;
    for (; this.at < this.#text.length; this.at += 1) {
      const code = this.#text.charCodeAt(this.at);
      if (code === greater || code === space || code === equals || code === slash || code === lineFeed || code === tab) break;
    }
    return this.#text.slice(from, this.at);
  }

  /** Whether there was any. */
  #skipSpace(): boolean {
    const from = this.at;
    for (; this.at < this.#text.length; this.at += 1) {
      const code = this.#text.charCodeAt(this.at);
      if (code !== space && code !== lineFeed && code !== tab) break;
    }
    return this.at > from;
  }
}

function unbound(prefix: string): XmlRefusal {
  return notWellFormed(`nobody declares the prefix ${prefix.slice(0, 100)}`);
}
