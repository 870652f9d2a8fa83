import { basename } from 'node:path/posix';
import type { PositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { parseReference, toCanonical } from '../../formats/reference/reference.ts';
import { licenseTerms, parseLicenseExpression } from '../../formats/spdx-expression/license-expression.ts';
import type { GatePolicy, GateRule, LicensePolicy, PolicyPlace } from '../../model/gate.ts';
import type { ExplainedIssue } from './explain-issues.ts';
import type { PolicyDocument } from './policy-schema.ts';

/** From the policy that people write to the one that the gate judges by, with the place of each rule. */
export function toPolicy(
  document: PolicyDocument,
  { file, yaml }: { readonly file: string; readonly yaml: PositionedYaml },
): GatePolicy {
  const placeOf = (...path: readonly PropertyKey[]): PolicyPlace => ({
    file: basename(file),
    ...yaml.positionOf(['policy', ...path]),
  });
  const { unread, allow } = document.coverage === 'complete' ? { unread: 0, allow: [] } : document.coverage;
  return {
    coverage: { unread, allow: allow.map(canonicalOr) },
    gate: document.gate.map((rule, index) => toRule(rule, placeOf('gate', index))),
    ...(document.licenses && { licenses: toLicenses(document.licenses, placeOf('licenses')) }),
  };
}

function toRule({ tier, component, owner, ...rest }: PolicyDocument['gate'][number], place: PolicyPlace): GateRule {
  return {
    ...(rest as Omit<GateRule, 'place'>),
    ...(tier !== undefined && { tiers: [tier].flat() }),
    ...(component !== undefined && { components: [component].flat() }),
    ...(owner !== undefined && { owners: [owner].flat() }),
    place,
  };
}

function toLicenses({ allow, deny, unknown }: NonNullable<PolicyDocument['licenses']>, place: PolicyPlace): LicensePolicy {
  return { ...(allow && { allow: allow.flatMap(termsOf) }), deny: deny.flatMap(termsOf), unknown, place };
}

function termsOf(text: string): readonly string[] {
  const expression = parseLicenseExpression(text);
  return expression ? licenseTerms(expression).map((term) => term.text) : [];
}

/**
 * What no release could be judged by: images that are no references, components that are not declared, texts that are no licenses.
 *
 * in      the policy; the names of the components that are declared, none where no component is
 */
export function policyProblems(document: PolicyDocument, components: readonly string[]): readonly ExplainedIssue[] {
  return [...coverageProblems(document), ...componentProblems(document, components), ...licenseProblems(document)];
}

function coverageProblems({ coverage }: PolicyDocument): ExplainedIssue[] {
  const allowed = coverage === 'complete' ? [] : coverage.allow;
  return allowed.flatMap((image, index) => {
    const message = `\`${image}\` is not an image reference; write REGISTRY/REPOSITORY:TAG or …@sha256:DIGEST`;
    return parseReference(image) ? [] : [{ path: ['policy', 'coverage', 'allow', index], message }];
  });
}

function componentProblems({ gate }: PolicyDocument, known: readonly string[]): ExplainedIssue[] {
  if (known.length === 0) return [];
  return gate.flatMap(({ component = [] }, index) =>
    [component]
      .flat()
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: ['policy', 'gate', index, 'component'],
        message: `\`${name}\` is not among the components; declare it there, or write one of ${known.join(', ')}`,
      })),
  );
}

function licenseProblems({ licenses }: PolicyDocument): ExplainedIssue[] {
  if (!licenses) return [];
  const { allow, deny } = licenses;
  const wrong = (['allow', 'deny'] as const).flatMap((list) =>
    (licenses[list] ?? []).flatMap((text, index) => {
      const message = licenseProblem(text);
      return message === undefined ? [] : [{ path: ['policy', 'licenses', list, index], message }];
    }),
  );
  const both = deny.flatMap((text, index) => {
    const twice = termsOf(text).find((term) => allow?.flatMap(termsOf).includes(term));
    return twice === undefined
      ? []
      : [{ path: ['policy', 'licenses', 'deny', index], message: `\`${twice}\` is allowed and denied; leave one of them out` }];
  });
  const nothing = { path: ['policy', 'licenses'], message: 'nothing is demanded here: write `allow`, `deny` or `unknown: deny`' };
  return [...wrong, ...both, ...(!allow && deny.length === 0 && licenses.unknown === 'allow' ? [nothing] : [])];
}

function licenseProblem(text: string): string | undefined {
  const expression = parseLicenseExpression(text);
  if (!expression)
    return `\`${text}\` is no SPDX license; write an id of spdx.org/licenses as it is spelled there, or LicenseRef-NAME`;
  return joins(expression) ? `\`${text}\` is two licenses at once; write each by itself` : undefined;
}

function joins(expression: NonNullable<ReturnType<typeof parseLicenseExpression>>): boolean {
  if (expression.kind === 'term') return false;
  return expression.kind === 'and' || joins(expression.left) || joins(expression.right);
}

function canonicalOr(text: string): string {
  const reference = parseReference(text);
  return reference ? toCanonical(reference) : text;
}
