import type { OwnershipEvidence, Tier } from '../../../model/inventory.ts';
import type { Occurrence } from '../../../model/occurrence.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Attribution, OwnershipHints } from '../attribution.ts';
import type { SourceFiles } from '../ports.ts';
import { openFileOwners } from './find-file-owners.ts';
import { coversPath } from './match-path.ts';
import { openRepository } from './repository.ts';

/** What the configuration says of a component. */
export interface ComponentRule {
  readonly owner?: string;
  readonly tier?: Tier;
  readonly plane?: string;
  /** 1-based, in the configuration. */
  readonly line?: number;
}

/** What the configuration says of the files under a path. */
export interface TierRule {
  /** As `coversPath` reads it. */
  readonly path: string;
  readonly tier: Tier;
}

/** What the configuration says about whose things are, and what for. */
export interface OwnershipRules {
  readonly components: Readonly<Record<string, ComponentRule>>;
  /** In order; the first that covers a file counts. */
  readonly tiers: readonly TierRule[];
  /** Where they stand. */
  readonly configurationFile: string;
}

/** Tells whose places are. */
export interface Attributor {
  attribute(occurrence: Occurrence, hints?: OwnershipHints): Attribution;
  /** What of the files that were asked could not be read. */
  gaps(): readonly Gap[];
}

/**
 * Whose each place is, and what for.
 *
 * Component: the one that the source is configured with; else one that a label names. Owner: the component's in the configuration, else
 * the nearest OWNERS file, else CODEOWNERS, else the chart's maintainers, else a label; the first that names anybody decides.
 * Tier: the first path rule that covers the file; else the component's.
 *
 * gaps    owners-unreadable
 * source  docs/concepts/inventory.md, "Whose an image is"
 */
export function createAttributor(rules: OwnershipRules, files: SourceFiles): Attributor {
  const owners = openFileOwners(files, openRepository(files));
  return {
    attribute(occurrence, hints = {}) {
      const found = componentOf(occurrence, hints, rules);
      const rule = found && ruleOf(found.component, rules);
      const { file } = occurrence;
      const tier = rules.tiers.find(({ path }) => coversPath(path, file))?.tier ?? rule?.tier;
      const ways: readonly (() => readonly OwnershipEvidence[])[] = [
        () => configured(rule, rules.configurationFile),
        () => owners.inOwnersFiles(file),
        () => owners.inCodeOwners(file),
        () => owners.inCharts(file, hints.chart),
        () => labeled(occurrence, hints),
      ];
      return {
        ...found,
        owners: firstThatNames(ways),
        ...(tier && { tier }),
        ...(rule?.plane !== undefined && { plane: rule.plane }),
      };
    },
    gaps: owners.gaps,
  };
}

/** Of several labels, the one that is configured; else the widest. */
function componentOf(
  { component }: Occurrence,
  { components = [] }: OwnershipHints,
  rules: OwnershipRules,
): { readonly component: string; readonly componentFrom: 'configuration' | 'label' } | undefined {
  if (component !== undefined) return { component, componentFrom: 'configuration' };
  const labeled = components.find((name) => ruleOf(name, rules)) ?? components[0];
  return labeled === undefined ? undefined : { component: labeled, componentFrom: 'label' };
}

function ruleOf(component: string, { components }: OwnershipRules): ComponentRule | undefined {
  return Object.hasOwn(components, component) ? components[component] : undefined;
}

function configured(rule: ComponentRule | undefined, file: string): readonly OwnershipEvidence[] {
  return rule?.owner === undefined ? [] : [{ owner: rule.owner, from: 'configuration', file, line: rule.line ?? 1 }];
}

function labeled({ file, line }: Occurrence, { owner }: OwnershipHints): readonly OwnershipEvidence[] {
  return owner === undefined ? [] : [{ owner, from: 'label', file, line }];
}

function firstThatNames(ways: readonly (() => readonly OwnershipEvidence[])[]): readonly OwnershipEvidence[] {
  for (const way of ways) {
    const named = way();
    if (named.length > 0) return named;
  }
  return [];
}
