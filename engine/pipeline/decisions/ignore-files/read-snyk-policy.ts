import { entriesAt, isObject, listAt, textAt } from '../../../formats/json/members.ts';
import { readPositionedYaml } from '../../../formats/positioned-yaml/read-positioned-yaml.ts';
import { type IgnoreEntry, type IgnoreReading, untilInstant } from './ignore-entry.ts';

/**
 * The ignore rules of a `.snyk` policy.
 *
 * out     a path through dependencies is refused, since images do not tell who depends on whom; so are patches. Snyk's own ids mean something
 *         only where an advisory states them as aliases
 * source  Snyk, "The .snyk file"; snyk/policy, lib/filter/ignore.js
 */
export function readSnykPolicy(text: string): IgnoreReading {
  const yaml = readPositionedYaml(text);
  const refused: IgnoreReading['refused'][number][] = yaml.problems.map(({ line, message }) => ({ line, detail: message }));
  const entries: IgnoreEntry[] = [];
  for (const [id] of entriesAt(yaml.value, 'ignore')) {
    for (const [index, rule] of listAt(yaml.value, 'ignore', id).entries()) {
      const { line } = yaml.positionOf(['ignore', id, index]);
      for (const [path, details] of isObject(rule) ? Object.entries(rule) : []) {
        const read = readRule(id, path, details);
        if (typeof read === 'string') refused.push({ line, detail: read });
        else entries.push({ ...read, line });
      }
    }
  }
  for (const [id] of entriesAt(yaml.value, 'patch'))
    refused.push({ line: yaml.positionOf(['patch', id]).line, detail: `the patch of ${id} is not in any image` });
  return { entries, refused };
}

function readRule(id: string, path: string, details: unknown): Omit<IgnoreEntry, 'line'> | string {
  const steps = path.split('>').map((step) => step.trim());
  if (steps.length > 1) return `the path ${path} leads through dependencies, which images do not tell`;
  const stated = textAt(details, 'expires');
  const expires = stated === undefined ? undefined : untilInstant(stated);
  if (stated !== undefined && !expires) return `${stated} is no date`;
  const reason = textAt(details, 'reason');
  return {
    vulnerabilities: [id],
    packages: path === '*' || path === '**' ? [] : [path],
    ...(expires && { expires }),
    ...(reason !== undefined && reason !== 'None Given' && { reason }),
  };
}
