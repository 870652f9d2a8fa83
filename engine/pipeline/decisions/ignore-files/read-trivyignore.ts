import { isObject, listAt, textAt, textsAt } from '../../../formats/json/members.ts';
import { readPositionedYaml } from '../../../formats/positioned-yaml/read-positioned-yaml.ts';
import { type IgnoreEntry, type IgnoreReading, untilInstant } from './ignore-entry.ts';

/**
 * `.trivyignore`: an id a line, with `exp:DATE`.
 *
 * out     ids of other things than vulnerabilities (checks, secrets) are refused
 * source  Trivy, docs/configuration/filtering.md, "By Finding IDs"
 */
export function readTrivyIgnore(text: string): IgnoreReading {
  const entries: IgnoreEntry[] = [];
  const refused: IgnoreReading['refused'][number][] = [];
  const lines = text.split(/\r?\n/);
  for (const [index, whole] of lines.entries()) {
    const line = index + 1;
    const [id = '', ...rest] = whole
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (id === '') continue;
    const stated = rest.find((word) => word.startsWith('exp:'))?.slice('exp:'.length);
    const expires = stated === undefined ? undefined : untilInstant(stated);
    const reason = reasonAbove(lines, index);
    if (!isVulnerability(id)) refused.push({ line, detail: `${id} is no vulnerability` });
    else if (stated !== undefined && !expires) refused.push({ line, detail: `${stated} is no date` });
    else
      entries.push({
        vulnerabilities: [id],
        packages: [],
        line,
        ...(expires && { expires }),
        ...(reason !== undefined && { reason }),
      });
  }
  return { entries, refused };
}

/** The comment that stands right above a line is why it is there. */
function reasonAbove(lines: readonly string[], index: number): string | undefined {
  return /^\s*#+\s*(\S.*)$/.exec(lines[index - 1] ?? '')?.[1]?.trim();
}

/** Checks and secrets have ids as well: `AVD-AWS-0089`, `DS002`, `aws-access-key-id`. */
function isVulnerability(id: string): boolean {
  return !/^(?:AVD|KSV|DS|AWS|AZU|GCP|KCV)-?/i.test(id) && /^[A-Za-z][\w.]*[-:]\w[\w.:-]*$/.test(id) && /\d/.test(id);
}

/**
 * `.trivyignore.yaml`: ids with paths, purls, an end and a statement.
 *
 * out     misconfigurations, secrets and licenses are refused
 * source  Trivy, docs/configuration/filtering.md, ".trivyignore.yaml"
 */
export function readTrivyIgnoreYaml(text: string): IgnoreReading {
  const yaml = readPositionedYaml(text);
  const refused: IgnoreReading['refused'][number][] = yaml.problems.map(({ line, message }) => ({ line, detail: message }));
  const entries: IgnoreEntry[] = [];
  for (const name of isObject(yaml.value) ? Object.keys(yaml.value) : []) {
    if (name === 'vulnerabilities') continue;
    const { line } = yaml.positionOf([name]);
    refused.push({ line, detail: `${name} are not about vulnerabilities` });
  }
  for (const [index, item] of listAt(yaml.value, 'vulnerabilities').entries()) {
    const { line } = yaml.positionOf(['vulnerabilities', index]);
    const [id, stated, reason] = [textAt(item, 'id'), textAt(item, 'expired_at'), textAt(item, 'statement')];
    const expires = stated === undefined ? undefined : untilInstant(stated);
    const paths = textsAt(item, 'paths');
    if (id === undefined) refused.push({ line, detail: 'has no id' });
    else if (stated !== undefined && !expires) refused.push({ line, detail: `${stated} is no date` });
    else
      entries.push({
        vulnerabilities: [id],
        packages: textsAt(item, 'purls'),
        line,
        ...(paths.length > 0 && { paths }),
        ...(expires && { expires }),
        ...(reason !== undefined && { reason }),
      });
  }
  return { entries, refused };
}
