import { splitYamlStream, type YamlText } from '../../formats/yaml/split-yaml-stream.ts';
import type { ResourceIdentity } from '../../model/resource.ts';

/** A document of a source file with what it says of itself in block style; empty where it says nothing there. */
export interface SourceDocument extends YamlText {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * The documents of a source file, with kind and name read by their text alone: no document is parsed, and templates can be read.
 */
export function readSourceDocuments(text: string): readonly SourceDocument[] {
  return splitYamlStream(text).map((document) => {
    const metadata = /^metadata:[ \t]*\r?\n((?:(?:[ \t#].*)?\r?\n)*(?:[ \t].*)?)/m.exec(document.text)?.[1] ?? '';
    return {
      ...document,
      kind: firstGroup(/^kind:[ \t]*["']?([\w.-]+)/m, document.text),
      name: firstGroup(/^ {1,4}name:[ \t]*["']?([^\s"'#]+)/m, metadata),
      namespace: firstGroup(/^ {1,4}namespace:[ \t]*["']?([^\s"'#]+)/m, metadata),
    };
  });
}

/**
 * The document that declares a resource. The name in the source may lack a prefix, a suffix or a hash that rendering added;
 * the kind decides where the name does not.
 *
 * in      the documents of one file
 * out     undefined where no document can be it
 */
export function findDocument(documents: readonly SourceDocument[], identity: ResourceIdentity): SourceDocument | undefined {
  const ofKind = documents.filter(({ kind }) => kind === identity.kind);
  const named = ofKind.filter(({ name }) => name === identity.name);
  const exact = named.find(({ namespace }) => namespace === identity.namespace);
  const renamed = ofKind.find(({ name }) => name.length > 2 && identity.name.includes(name));
  return exact ?? named[0] ?? renamed ?? (ofKind.length === 1 ? ofKind[0] : findNested(documents, identity));
}

/** 1-based line of the first line of a document that says something. */
export function firstLine(document: YamlText): number {
  const { index = 0 } = /^[^\S\n]*[^\s#]/m.exec(document.text) ?? {};
  return document.line + document.text.slice(0, index).split('\n').length - 1;
}

/** Documents that hold the resource deeper: lists, and JSON. */
function findNested(documents: readonly SourceDocument[], { kind, name }: ResourceIdentity): SourceDocument | undefined {
  return documents.find(
    (document) =>
      (document.kind === '' || document.kind.endsWith('List')) && [kind, name].every((word) => document.text.includes(word)),
  );
}

function firstGroup(pattern: RegExp, text: string): string {
  return pattern.exec(text)?.[1] ?? '';
}
