import { type Members, memberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';

/** What a result says of a package; `fixed` may be a list of versions. */
interface StatedPackage {
  readonly purl: string | undefined;
  readonly type: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly fixed: string | undefined;
  readonly path: string | undefined;
}

/** Grype's sentences, newer and older: name and version in the message, which may differ between results of one rule. */
const sentences = [
  /vulnerability in (?<type>\S{1,60}) package: (?<name>\S{1,300}), version (?<version>\S{1,200}) was found/,
  /reports (?<name>\S{1,300}) at version (?<version>\S{1,200})\s{1,3}which would result in a vulnerable \((?<type>[^)]{1,60})\) package/,
];

/**
 * The package that a result is about, as far as its tool tells it: purls in the rule's properties (Docker Scout), `Package: …` on lines
 * of the message (Trivy), sentences (Grype), properties. Grype has the fix in the help of its rule.
 */
export function packageOf(result: Members, rule: Members | undefined): StatedPackage {
  const text = textAt(result, 'message', 'text')?.slice(0, 10_000) ?? '';
  const sentence = sentences.map((pattern) => pattern.exec(text)?.groups).find(Boolean);
  const help = textAt(rule, 'help', 'text')?.slice(0, 10_000) ?? '';
  const said = (name: string) => fieldOf(text, name);
  const place = memberAt(objectsAt(result, 'locations')[0], 'physicalLocation', 'artifactLocation');
  return {
    purl: textsAt(rule, 'properties', 'purls')[0] ?? textAt(result, 'properties', 'purl'),
    type: sentence?.type,
    name: said('Package') ?? sentence?.name ?? property(result, 'packageName', 'component'),
    version: said('Installed Version') ?? sentence?.version ?? property(result, 'packageVersion', 'componentVersion'),
    fixed: said('Fixed Version') ?? textAt(rule, 'properties', 'fixed_version') ?? fieldOf(help, 'Fix Version'),
    path: textAt(place, 'uri'),
  };
}

function fieldOf(text: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1]?.trim();
}

function property(result: Members, ...names: readonly string[]): string | undefined {
  return names.map((name) => textAt(result, 'properties', name)).find((text) => text !== undefined);
}
