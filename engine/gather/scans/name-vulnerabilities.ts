import { compareIds, normalizeId } from '../../formats/vulnerability-id/vulnerability-id.ts';
import type { NamedVulnerability } from '../../model/scan.ts';

const longestId = 200;
const inText =
  /\b(?:CVE-\d{4}-\d{4,19}|GHSA(?:-[a-z0-9]{4}){3}|GO-\d{4}-\d{4,}|PYSEC-\d{4}-\d+|RUSTSEC-\d{4}-\d{4}|(?:RHSA|ALSA|RLSA|ELSA)-\d{4}:\d+|DSA-\d+-\d+|USN-\d+-\d+|ALAS\d*-\d{4}-\d+)\b/gi;

/**
 * The one vulnerability that a row names.
 *
 * in      the id shown first, then others; what is missing, empty or no id may stand in between
 * out     shown by the id that ranks first; empty where there is none
 */
export function nameVulnerabilities(ids: readonly (string | undefined)[]): readonly NamedVulnerability[] {
  const known = [
    ...new Set(ids.flatMap((id) => (id && id.length <= longestId && !/\s/.test(id.trim()) ? [normalizeId(id)] : []))),
  ];
  const [id, ...aliases] = known.filter((text) => text !== '').toSorted(compareIds);
  return id === undefined ? [] : [{ id, aliases: aliases.toSorted() }];
}

/** The vulnerability ids that stand in a text: in prose, in an address. */
export function findIds(text: string | undefined): readonly string[] {
  return [...new Set((text?.slice(0, 20_000).match(inText) ?? []).map(spell))];
}

function spell(id: string): string {
  return /^ghsa/i.test(id) ? `GHSA${id.slice(4).toLowerCase()}` : id.toUpperCase();
}
