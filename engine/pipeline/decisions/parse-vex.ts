import { fromCycloneDxXml } from '../../formats/cyclonedx/from-cyclonedx-xml.ts';
import { isTooMuchJson } from '../../formats/json/is-too-much-json.ts';
import { readPositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { lineOf } from '../../formats/structure/from-xml.ts';
import type { VexPath } from '../../formats/vex/stated-vex.ts';
import { readXml } from '../../formats/xml/read-xml.ts';

/** The value of a VEX document, as its JSON form has it, and where things stand in its text. */
export interface ParsedVex {
  readonly value: unknown;
  readonly lineOf: (path: VexPath) => number | undefined;
}

/** Why a text is no document. */
export interface UnparsedVex {
  /** A sentence that begins with the file. */
  readonly trouble: string;
  readonly line?: number;
}

/** Characters of a text whose lines are told; larger documents are told by their steps alone. */
const maxPlacedText = 2_000_000;

/**
 * The text of a VEX document as a value.
 *
 * in      JSON, or XML, which only CycloneDX is written in
 */
export function parseVex(text: string): ParsedVex | UnparsedVex {
  if (/^\uFEFF?\s*</.test(text)) return parseXml(text);
  if (isTooMuchJson(text)) return { trouble: 'is JSON that nests too deep, or has too many values' };
  try {
    return { value: JSON.parse(text), lineOf: placesIn(text) };
  } catch {
    return { trouble: 'is no JSON' };
  }
}

function parseXml(text: string): ParsedVex | UnparsedVex {
  const root = readXml(text);
  if ('trouble' in root) return root;
  const plain = fromCycloneDxXml(root);
  if (!plain) return { trouble: 'is XML, and no CycloneDX document', line: root.line };
  return { value: plain.value, lineOf: (path) => lineIn(plain.value, path) };
}

/** That of the innermost object on the way. */
function lineIn(document: unknown, path: VexPath): number | undefined {
  let value = document;
  let line: number | undefined;
  for (const step of [...path, '']) {
    if (typeof value !== 'object' || value === null) break;
    line = lineOf(value) ?? line;
    value = Object.hasOwn(value, step) ? (value as Readonly<Record<string | number, unknown>>)[step] : undefined;
  }
  return line;
}

/** JSON is YAML, whose reader knows lines; it is slow, so it is only asked where somebody is told. */
function placesIn(text: string): (path: VexPath) => number | undefined {
  let positionOf: ((path: VexPath) => { readonly line: number }) | undefined;
  return (path) => {
    if (text.length > maxPlacedText) return undefined;
    positionOf ??= readPositionedYaml(text).positionOf;
    return positionOf(path).line;
  };
}
