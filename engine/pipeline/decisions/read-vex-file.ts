import { readPositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { type RecognizedVex, readVex } from '../../formats/vex/read-vex.ts';
import type { VexPath } from '../../formats/vex/stated-vex.ts';
import { normalizeId } from '../../formats/vulnerability-id/vulnerability-id.ts';
import { decisionsUnit } from '../../judge/triage/decisions/decision-gaps.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';

/** Characters of a text whose lines are told; larger documents are told by their steps alone. */
const maxPlacedText = 2_000_000;

/**
 * A VEX document as statements.
 *
 * in      JSON of OpenVEX, CSAF or CycloneDX; `file` names it in gaps, and in ids: `vex:FILE#3`
 * gaps    vex-unreadable: no JSON, or none of these; statement-invalid: with its place and line
 */
export function readVexFile(text: string, file: string): Reading<TriageDecision> {
  const parsed = parse(text);
  const recognized = parsed && readVex(parsed.value);
  if (!recognized) {
    const detail = parsed ? 'is none of OpenVEX, CSAF and CycloneDX' : 'is no JSON';
    return { items: [], gaps: [{ code: 'vex-unreadable', unit: decisionsUnit, path: file, detail }] };
  }
  const lineOf = placesIn(text);
  const gaps = recognized.flaws.map(({ at, detail }): Gap => {
    const line = lineOf(at);
    const where = { path: file, ...(line !== undefined && { line }) };
    return { code: 'statement-invalid', unit: decisionsUnit, ...where, detail: `${writePath(at)} ${detail}` };
  });
  return { items: toDecisions(recognized, file), gaps };
}

function toDecisions({ statements }: RecognizedVex, file: string): readonly TriageDecision[] {
  return statements.map(({ ids, status, justification, text, products, statedAt }, index) => ({
    id: `vex:${file}#${index + 1}`,
    kind: 'statement',
    vulnerabilities: [...new Set(ids.map(normalizeId))],
    packages: [],
    images: [],
    products,
    status,
    ...(justification && { justification }),
    ...(text !== undefined && { reason: text }),
    ...(statedAt !== undefined && { statedAt }),
    file,
  }));
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
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

function writePath(path: VexPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
