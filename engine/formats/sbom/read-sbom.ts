import type { Reading } from '../../model/reading.ts';
import { isTooMuchJson } from '../json/is-too-much-json.ts';
import type { PlainDocument } from '../structure/from-xml.ts';
import { decodeUtf8 } from '../text/decode-utf8.ts';
import { defaultSbomLimits, type SbomLimits } from './limits.ts';
import type { Sbom } from './sbom.ts';
import type { Refusal, StatedDocument } from './stated.ts';
import { toSboms } from './to-sboms.ts';

const unit = 'formats/sbom';

const deepestJson = 2000;
/** Members of one object; the parser takes more than its share for wider ones. */
const widestJson = 100_000;

/**
 * Reads an SBOM of any form that Plimsoll knows: CycloneDX 1.2 to 1.7 as JSON and XML, SPDX 2.2 and 2.3 as JSON and as tags with values,
 * SPDX 3.0 as JSON-LD. Which one it is, its content tells.
 *
 * in      bytes from anywhere; the path that gaps name; of the limits, those of time and memory are for who starts a thread
 * out     none when it is refused; one; or several where the document describes several images (`container` components with contents),
 *         each with a distribution of its own. Packages may be matched as they are, with the distribution of their SBOM
 * gaps    sbom-unsupported (no form that is read), sbom-unreadable (refused: what, and where), sbom-invalid (read, and something in it
 *         breaks its specification), sbom-incomplete (the document says that something is missing), package-unusable (no purl, or one
 *         that names no package with a version), distribution-ambiguous
 * faults  none, whatever the bytes
 * cost    what reads a form is loaded with the first document of it
 */
export async function readSbom(bytes: Uint8Array, path: string, limits: SbomLimits = defaultSbomLimits): Promise<Reading<Sbom>> {
  const document = await takeApart(bytes, limits);
  if (!('refused' in document)) return toSboms(document, path, limits);
  const { code, refused, line } = document;
  return { items: [], gaps: [{ code, unit, path, ...(line !== undefined && { line }), detail: `the document ${refused}` }] };
}

async function takeApart(bytes: Uint8Array, limits: SbomLimits): Promise<StatedDocument | Refusal> {
  if (bytes.length > limits.bytes) return unreadable(`has ${bytes.length} bytes; the limit is ${limits.bytes}`);
  const text = decodeUtf8(bytes);
  if (text === undefined) return unreadable('is not UTF-8 text');
  const first = /^\uFEFF?\s*(\S?)/.exec(text)?.[1];
  if (first === '{' || first === '[') return takeJson(text, limits);
  if (first === '<') return takeXml(text, limits);
  return takeTagValue(text, limits);
}

async function takeJson(text: string, limits: SbomLimits): Promise<StatedDocument | Refusal> {
  const { values } = limits;
  if (isTooMuchJson(text, { depth: deepestJson, values, members: values, width: widestJson }))
    return unreadable(
      `nests deeper than ${deepestJson} levels, or has more than ${values} values, or ${widestJson} in one object`,
    );
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return unreadable(`is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`);
  }
  const { isCycloneDx, readCycloneDx } = await import('../cyclonedx/read-cyclonedx.ts');
  if (isCycloneDx(value)) return readCycloneDx({ value, flaws: [] }, limits);
  const [{ isSpdx2, readSpdx2 }, { isSpdx3, readSpdx3 }] = await Promise.all([
    import('../spdx/read-spdx2.ts'),
    import('../spdx/read-spdx3.ts'),
  ]);
  if (isSpdx2(value)) return readSpdx2(value, limits);
  return isSpdx3(value) ? readSpdx3(value, limits) : unsupported;
}

async function takeTagValue(text: string, limits: SbomLimits): Promise<StatedDocument | Refusal> {
  const { isTagValue, readTagValue } = await import('../spdx/read-tag-value.ts');
  if (!isTagValue(text)) return unsupported;
  const { readSpdx2 } = await import('../spdx/read-spdx2.ts');
  return readSpdx2(readTagValue(text), limits);
}

async function takeXml(text: string, limits: SbomLimits): Promise<StatedDocument | Refusal> {
  const [{ readXml }, cycloneDx] = await Promise.all([import('../xml/read-xml.ts'), import('../cyclonedx/read-cyclonedx.ts')]);
  /** The elements are let go before the document is read: there are as many as all that comes after. */
  const toPlain = (): PlainDocument | Refusal => {
    const root = readXml(text.replace(/^\uFEFF/, ''), limits.values);
    if ('trouble' in root) return { ...unreadable(root.trouble), ...(root.line !== undefined && { line: root.line }) };
    return cycloneDx.isCycloneDxXml(root) ? cycloneDx.fromCycloneDxRoot(root) : unsupported;
  };
  const plain = toPlain();
  return 'refused' in plain ? plain : cycloneDx.readCycloneDx(plain, limits);
}

function unreadable(refused: string): Refusal {
  return { code: 'sbom-unreadable', refused };
}

const unsupported: Refusal = { code: 'sbom-unsupported', refused: 'is no SBOM in a form that is read: CycloneDX or SPDX' };
