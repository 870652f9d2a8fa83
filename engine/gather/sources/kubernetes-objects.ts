import { scalarText } from '../../formats/json/scalar-text.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { splitYamlBytes } from '../../formats/yaml/split-yaml-bytes.ts';
import { splitYamlStream, type YamlText } from '../../formats/yaml/split-yaml-stream.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import type { ResourceIdentity } from '../../model/resource.ts';

/** A Kubernetes object as a stream states it. */
export interface KubernetesObject {
  readonly identity: ResourceIdentity;
  /** Of a CustomResourceDefinition only `apiVersion`, `kind` and `metadata`: its schema ships nothing and is most of a release's text. */
  readonly value: JsonObject;
  /** The document that it stands in. */
  readonly document: YamlText;
}

/** Where a stream comes from, for its gaps. */
export interface StreamOrigin {
  readonly unit: string;
  /** The source file, or the folder that was rendered. */
  readonly path: string;
  /** False for rendered streams, whose lines mean nothing to anybody. */
  readonly hasLines: boolean;
}

/**
 * The Kubernetes objects in a YAML or JSON stream; the items of a `List` count each for itself.
 *
 * out     objects in order; documents that are no Kubernetes object (no `apiVersion` or `kind`) are passed over
 * gaps    yaml-unreadable: a document that cannot be parsed; yaml-duplicate-key: the last one counts, as the API server reads it
 * cost    CustomResourceDefinitions are not parsed beyond their metadata
 */
export function readKubernetesObjects(text: string, origin: StreamOrigin): Reading<KubernetesObject> {
  const reading: { readonly items: KubernetesObject[]; readonly gaps: Gap[] } = { items: [], gaps: [] };
  for (const document of splitYamlStream(text)) readDocument(document, origin, reading);
  return reading;
}

/**
 * `readKubernetesObjects` of a stream that a tool rendered, in which lines mean nothing.
 *
 * in      UTF-8; invalid bytes show as U+FFFD
 * cost    of CustomResourceDefinitions as the tools write them, only the bytes are looked at
 */
export function readRenderedObjects(bytes: Uint8Array, origin: Omit<StreamOrigin, 'hasLines'>): Reading<KubernetesObject> {
  const reading: { readonly items: KubernetesObject[]; readonly gaps: Gap[] } = { items: [], gaps: [] };
  for (const piece of splitYamlBytes(bytes)) {
    const text = (headInBytes(piece) ?? piece).toString('utf8');
    for (const document of splitYamlStream(text)) readDocument(document, { ...origin, hasLines: false }, reading);
  }
  return reading;
}

function readDocument(
  document: YamlText,
  origin: StreamOrigin,
  into: { readonly items: KubernetesObject[]; readonly gaps: Gap[] },
): void {
  const { value, faults } = parseYaml(headOfDefinition(document.text) ?? document.text);
  for (const fault of faults) into.gaps.push(toGap(fault, document, origin));
  for (const object of flatten(value, 0)) into.items.push({ identity: identify(object), value: object, document });
}

/** What is wrong with the sources themselves. */
const lasting: ReadonlySet<string> = new Set(['render-too-large', 'dependency-missing', 'template-failed']);

/**
 * Whether the same inputs would render the same again, so that a reading may be kept: what is wrong with the text of a rendering will be
 * wrong again, and so will one that prints too much. Other failures may be the machine's.
 */
export function isWhole(gaps: readonly Gap[]): boolean {
  return gaps.every(({ code }) => code.startsWith('yaml-') || lasting.has(code));
}

function toGap(fault: { line: number; message: string }, document: YamlText, origin: StreamOrigin): Gap {
  const code = fault.message.startsWith('duplicated mapping key') ? 'yaml-duplicate-key' : 'yaml-unreadable';
  const place = origin.hasLines ? { line: document.line + fault.line - 1 } : {};
  const what = code === 'yaml-unreadable' ? 'a document cannot be read as YAML' : 'a key stands twice, and the last one counts';
  const where = origin.hasLines ? '' : ` (${describe(document.text)})`;
  return { code, unit: origin.unit, path: origin.path, ...place, detail: `${what}${where}: ${fault.message}` };
}

function describe(text: string): string {
  const kind = /^kind:[ \t]*(\S+)/m.exec(text)?.[1] ?? 'no kind';
  const name = /^ {1,4}name:[ \t]*(\S+)/m.exec(text)?.[1] ?? 'no name';
  return `${kind} ${name}`;
}

const definitionLine = '\nkind: CustomResourceDefinition\n';
/** The line stands near the beginning, where the tools sort the fields. */
const nearBytes = 4096;

/** The part before `spec` of a CustomResourceDefinition whose fields are sorted; undefined for everything else. */
function headInBytes(piece: Buffer): Buffer | undefined {
  if (!piece.subarray(0, nearBytes).includes(definitionLine)) return undefined;
  const end = piece.indexOf('\nspec:\n');
  const head = piece.subarray(0, Math.max(end, 0) + 1);
  const isAlone = !piece.includes('\n---') && !piece.includes('\n...');
  return isAlone && head.includes(definitionLine) && head.includes('\nmetadata:\n') ? head : undefined;
}

/** `apiVersion`, `kind` and `metadata` of a CustomResourceDefinition in block style; undefined for everything else. */
function headOfDefinition(text: string): string | undefined {
  if (!/^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*\r?$/m.test(text)) return undefined;
  const version = /^apiVersion:.*$/m.exec(text)?.[0];
  const metadata = /^metadata:[ \t]*\r?\n(?:(?:[ \t#].*)?\r?\n)*/m.exec(text)?.[0];
  return version && metadata && `${version}\nkind: CustomResourceDefinition\n${metadata}`;
}

function flatten(value: JsonValue | undefined, depth: number): readonly JsonObject[] {
  if (!isObject(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return [];
  const { apiVersion, kind } = value;
  if (kind.endsWith('List') && Array.isArray(value.items) && depth < 10)
    return value.items.flatMap((item: JsonValue) => flatten(asListed(item, apiVersion, kind), depth + 1));
  return [value];
}

/** Items of a `PodList` need not repeat what they are: the API server leaves it out. */
function asListed(item: JsonValue, apiVersion: string, listKind: string): JsonValue {
  const kind = listKind.slice(0, -'List'.length);
  return kind === '' || !isObject(item) ? item : { apiVersion, kind, ...item };
}

function identify(object: JsonObject): ResourceIdentity {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const name = metadata.name ?? metadata.generateName ?? '';
  const { namespace } = metadata;
  return {
    apiVersion: scalarText(object.apiVersion),
    kind: scalarText(object.kind),
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : null,
    name: isObject(name) ? '' : scalarText(name),
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
