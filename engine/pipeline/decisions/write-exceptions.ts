import { writeExpiry } from '../../judge/triage/decisions/expiry.ts';
import type { RestedImage, TriageDecision } from '../../model/triage-decision.ts';

/** What stands where somebody has to decide: no date, so that it is no exception yet. */
const open = 'TODO';

/**
 * Exceptions as a file of our own, to be read over and completed.
 *
 * in      exceptions as another tool's file states them; who owns them and when they end, where they do not say
 * out     YAML; what nobody says is TODO
 */
export function writeExceptions(
  decisions: readonly TriageDecision[],
  { owner = open, expires = open }: { readonly owner?: string; readonly expires?: string } = {},
): string {
  const entries = decisions.map((decision) => {
    const { id, vulnerabilities, packages, images, paths, states, type, justification, reason } = decision;
    return [
      `  - id: ${quote(id)}`,
      ...list('vulnerability', vulnerabilities),
      ...list('package', packages),
      ...list('images', images),
      ...list('paths', paths ?? []),
      ...list('states', states ?? []),
      `    type: ${type ?? 'accepted'}`,
      ...(justification ? [`    justification: ${justification}`] : []),
      `    owner: ${quote(decision.owner ?? owner)}`,
      `    reason: ${quote(reason ?? open)}`,
      `    expires: ${quote(decision.expires ? writeExpiry(decision.expires) : expires)}`,
    ].join('\n');
  });
  return `exceptions:${entries.length === 0 ? ' []' : ''}\n${entries.map((entry) => `${entry}\n`).join('\n')}`;
}

/** What a decision rests on, as lines of an entry whose keys stand at a column. */
export function writeRestsOn(facts: readonly RestedImage[], indent: string): readonly string[] {
  return [
    `${indent}restsOn:`,
    ...facts.flatMap(({ image, user, entrypoint, packages }) => [
      `${indent}  - image: ${quote(image)}`,
      ...(user === undefined ? [] : [`${indent}    user: ${JSON.stringify(user)}`]),
      ...(entrypoint === undefined ? [] : [`${indent}    entrypoint: ${flow(entrypoint)}`]),
      `${indent}    packages:`,
      ...packages.flatMap((item) => [
        `${indent}      - package: ${quote(item.package)}`,
        ...(item.versions ? [`${indent}        versions: ${flow(item.versions)}`] : []),
        ...(item.layers ? [`${indent}        layers: ${flow(item.layers)}`] : []),
      ]),
    ]),
  ];
}

function list(key: string, texts: readonly string[]): readonly string[] {
  const [only] = texts;
  if (only === undefined) return [];
  return [`    ${key}: ${texts.length === 1 ? quote(only) : flow(texts)}`];
}

function flow(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
}

/** JSON's strings are YAML's; words that can be nothing else stay as they are. */
function quote(text: string): string {
  return /^[A-Za-z][\w./@-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}
