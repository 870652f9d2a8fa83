import { entriesAt } from '../../formats/json/members.ts';
import type { CheckException, CheckFinding, JudgedCheckException, Suppression } from '../../model/hardening.ts';
import type { Resource, ResourceIdentity } from '../../model/resource.ts';
import { namesOf, oursFor } from './known-as.ts';

/** What takes one failure of a check out of the count. */
export interface FailurePlace {
  readonly check: string;
  readonly resource: Resource;
  readonly path: string;
}

type Find = (place: FailurePlace) => Suppression | undefined;

/**
 * Who says to pass over a failure: annotations first, then exceptions in their order.
 *
 * in      exceptions of files; the day that they are judged on, ISO 8601. One that is over takes nothing out.
 */
export function createSuppression(exceptions: readonly CheckException[], now: string): Find {
  const today = now.slice(0, 10);
  const inForce = exceptions.filter(({ expires }) => expires >= today).map((one) => ({ one, isMeant: toTest(one) }));
  return (place) => {
    const annotated = findAnnotation(place);
    if (annotated) return annotated;
    const { one } = inForce.find(({ isMeant }) => isMeant(place.check, place.resource.identity, place.path)) ?? {};
    return one && { by: one.id, kind: 'exception', owner: one.owner, reason: one.reason, expires: one.expires };
  };
}

/**
 * What became of exceptions.
 *
 * in      every failure, suppressed or not; the day, ISO 8601
 */
export function judgeExceptions(
  exceptions: readonly CheckException[],
  failures: readonly CheckFinding[],
  now: string,
): readonly JudgedCheckException[] {
  return exceptions.map((exception) => {
    const isMeant = toTest(exception);
    const isOver = exception.expires < now.slice(0, 10);
    const places = failures.filter((failure) =>
      isOver
        ? isMeant(failure.check, failure.resource, failure.path)
        : failure.suppressedBy === exception.id && failure.suppression?.kind === 'exception',
    ).length;
    return { ...exception, state: isOver ? 'expired' : places > 0 ? 'in-force' : 'unused', places };
  });
}

/**
 * An exception's resources as `namespace/Kind/name`, or `Kind/name` of any namespace; `*` stands for anything but `/`. A path is for what lies
 * in it too.
 */
function toTest({ checks, resources, paths }: CheckException) {
  const isMeant = toPattern(resources.map((text) => (text.split('/').length < 3 ? `*/${text}` : text)));
  const isPath = paths.length > 0 ? toPattern(paths, '(?:[.[].*)?') : () => true;
  return (check: string, { namespace, kind, name }: ResourceIdentity, path: string): boolean =>
    checks.includes(check) && isMeant(`${namespace ?? ''}/${kind}/${name}`) && isPath(path);
}

function toPattern(texts: readonly string[], end = ''): (text: string) => boolean {
  const patterns = texts.map(
    (text) => new RegExp(`^${text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\*+/g, '[^/]*')}${end}$`),
  );
  return (text) => patterns.some((pattern) => pattern.test(text));
}

/** Annotations of the resource itself and of its pods. */
function findAnnotation({ check, resource: { value } }: FailurePlace): Suppression | undefined {
  const holders = [['metadata'], ['spec', 'template', 'metadata'], ['spec', 'jobTemplate', 'spec', 'template', 'metadata']];
  for (const [name, said] of holders.flatMap((path) => entriesAt(value, ...path, 'annotations'))) {
    const reason = typeof said === 'string' ? readAnnotation(check, name, said) : undefined;
    if (reason !== undefined) return { by: name, kind: 'annotation', ...(reason !== '' && { reason }) };
  }
  return undefined;
}

/**
 * Why an annotation takes a check out; empty where it gives no reason, undefined where it does not.
 *
 * source  kube-linter, "Ignoring violations"; Checkov, "Suppressing and skipping"; Polaris, "Exemptions"; kube-score, "Ignoring a test"
 */
function readAnnotation(check: string, name: string, said: string): string | undefined {
  const lists = (text: string) => text.split(',').map((one) => one.trim());
  if (name === 'plimsoll.dev/ignore') return lists(said).includes(check) ? '' : undefined;
  if (name === 'kube-linter.io/ignore-all') return said;
  if (name === 'polaris.fairwinds.com/exempt') return said === 'true' ? '' : undefined;
  if (name === 'kube-score/ignore')
    return withImplied(lists(said)).some((id) => oursFor('kube-score', id).includes(check)) ? '' : undefined;
  const linted = /^ignore-check\.kube-linter\.io\/(.+)$/.exec(name)?.[1];
  if (linted !== undefined) return linted === check || namesOf(check, 'kube-linter').includes(linted) ? said : undefined;
  const exempt = /^polaris\.fairwinds\.com\/(.+)-exempt$/.exec(name)?.[1];
  if (exempt !== undefined) return said === 'true' && namesOf(check, 'polaris').includes(exempt) ? '' : undefined;
  if (!/^(?:checkov|bridgecrew|cortex)\.io\/skip\d*$/.test(name)) return undefined;
  const [id = '', ...reason] = said.split('=');
  return oursFor('checkov', id.trim()).includes(check) ? reason.join('=').trim() : undefined;
}

/** kube-score means its check of storage too where its check of resources is left out. */
function withImplied(ids: readonly string[]): readonly string[] {
  return ids.includes('container-resources') ? [...ids, 'container-ephemeral-storage-request-and-limit'] : ids;
}
