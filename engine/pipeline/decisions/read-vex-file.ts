import { type RecognizedVex, readVex } from '../../formats/vex/read-vex.ts';
import type { VexPath } from '../../formats/vex/stated-vex.ts';
import { normalizeId } from '../../formats/vulnerability-id/vulnerability-id.ts';
import { decisionsUnit } from '../../judge/triage/decisions/decision-gaps.ts';
import type { Gap, Reading } from '../../model/reading.ts';
import type { TriageDecision } from '../../model/triage-decision.ts';
import { parseVex, type UnparsedVex } from './parse-vex.ts';

/**
 * A VEX document as statements.
 *
 * in      JSON of OpenVEX, CSAF or CycloneDX, or CycloneDX as XML; `file` names it in gaps, and in ids: `vex:FILE#3`
 * gaps    vex-unreadable: neither JSON nor XML, or none of these; statement-invalid: with its place and line
 */
export function readVexFile(text: string, file: string): Reading<TriageDecision> {
  const parsed = parseVex(text);
  const recognized = 'value' in parsed ? readVex(parsed.value) : undefined;
  if (!('value' in parsed) || !recognized) {
    const none: UnparsedVex = { trouble: 'is none of OpenVEX, CSAF and CycloneDX' };
    const { trouble, line } = 'value' in parsed ? none : parsed;
    const where = { path: file, ...(line !== undefined && { line }) };
    return { items: [], gaps: [{ code: 'vex-unreadable', unit: decisionsUnit, ...where, detail: trouble }] };
  }
  const { lineOf } = parsed;
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

function writePath(path: VexPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
