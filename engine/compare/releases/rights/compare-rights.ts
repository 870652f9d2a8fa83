import type { Rights, RightsPath, RightsPower, RightsSubject, SubjectRights } from '../../../model/rights.ts';
import type { PathChange, PowerChange, RightsDifference, SidedChange } from '../../../model/rights-difference.ts';

/**
 * Who may do more and less in a release than in another, and which ways to more came and went.
 *
 * in      both asked the same question
 * out     what changed alone. A right that another binding gives now is the same right
 * cost    O(rows)
 */
export function compareRights(old: Rights, now: Rights): RightsDifference {
  const known = new Set(now.gaps.map((gap) => JSON.stringify(gap)));
  return {
    old: { product: old.product, version: old.version },
    new: { product: now.product, version: now.version },
    tenants: compareLists(old.tenants, now.tenants, (name) => name),
    powers: comparePowers(old.subjects, now.subjects),
    paths: comparePaths(old.paths, now.paths),
    sharing: compareLists(old.sharing, now.sharing, ({ namespace, subject, kind }) => JSON.stringify([namespace, subject, kind])),
    issues: compareLists(old.issues, now.issues, ({ code, title }) => `${code} ${title}`),
    unused: compareLists(old.unused, now.unused, ({ kind, name }) => `${kind} ${name}`),
    gaps: [...now.gaps, ...old.gaps.filter((gap) => !known.has(JSON.stringify(gap)))],
  };
}

function compareLists<Item>(
  old: readonly Item[],
  now: readonly Item[],
  keyOf: (item: Item) => string,
): readonly SidedChange<Item>[] {
  const [had, has] = [new Set(old.map(keyOf)), new Set(now.map(keyOf))];
  return [
    ...now.filter((item) => !had.has(keyOf(item))).map((item) => ({ change: 'gained', item }) as const),
    ...old.filter((item) => !has.has(keyOf(item))).map((item) => ({ change: 'lost', item }) as const),
  ];
}

function comparePowers(old: readonly SubjectRights[], now: readonly SubjectRights[]): readonly PowerChange[] {
  const [had, has] = [bySubject(old), bySubject(now)];
  const of = (change: PowerChange['change'], all: ReturnType<typeof bySubject>, others: ReturnType<typeof bySubject>) =>
    [...all].flatMap(([key, { subject, powers }]) => {
      const other = others.get(key);
      return [...powers]
        .filter(([power]) => !other?.powers.has(power))
        .map(
          ([, power]): PowerChange => ({
            ...{ change, subject, isNewOrGone: !other, power },
            sentence: say(change, subject, power),
          }),
        );
    });
  return [...of('gained', has, had), ...of('lost', had, has)];
}

function bySubject(all: readonly SubjectRights[]) {
  return new Map(
    all.map(({ subject, powers }) => {
      const { kind, namespace, name } = subject;
      return [
        JSON.stringify([kind, namespace, name]),
        { subject, powers: new Map(powers.map((power) => [keyOfPower(power), power])) },
      ];
    }),
  );
}

function keyOfPower({ kind, namespace, names }: RightsPower): string {
  return JSON.stringify([kind, namespace, names.toSorted()]);
}

/** Sentences of powers begin with `may`. */
function say(change: PowerChange['change'], { kind, namespace, name }: RightsSubject, { sentence }: RightsPower): string {
  const what = sentence.replace(/^may /, '');
  return `${kind} ${namespace === null ? '' : `${namespace}/`}${name} ${change === 'gained' ? 'can now' : 'could, and no longer can,'} ${what}.`;
}

function comparePaths(old: readonly RightsPath[], now: readonly RightsPath[]): readonly PathChange[] {
  const keyOf = ({ from, start, to }: RightsPath) => JSON.stringify([from, start, to]);
  const [had, has] = [new Map(old.map((path) => [keyOf(path), path])), new Map(now.map((path) => [keyOf(path), path]))];
  const changes = [...new Set([...has.keys(), ...had.keys()])].flatMap((key): PathChange[] => {
    const [before, after] = [had.get(key), has.get(key)];
    const path = after ?? before;
    if (!path || (before && after && routeOf(before) === routeOf(after))) return [];
    const { from, start, to } = path;
    const change = !before ? 'gained' : !after ? 'lost' : 'changed';
    return [{ change, from, start, to, before: before?.steps.length ?? null, after: after?.steps.length ?? null, path }];
  });
  const order = ['gained', 'changed', 'lost'];
  return changes.toSorted((a, b) => order.indexOf(a.change) - order.indexOf(b.change));
}

function routeOf({ steps }: RightsPath): string {
  return JSON.stringify(steps.map(({ to }) => to));
}
