import { type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { CheckOutcome, ScannedResource } from '../../../model/scan.ts';

const words: ReadonlyMap<string, CheckOutcome['outcome']> = new Map([
  ['PASS', 'passed'],
  ['FAIL', 'failed'],
]);

/** Types of what is no manifest. */
const others: ReadonlySet<string> = new Set([
  'dockerfile',
  'terraform',
  'terraformplan',
  'terraformplan-snapshot',
  'cloudformation',
  'azure-arm',
  'ansible',
]);

/**
 * What a result says of misconfigurations, passes too where they are listed (`--include-non-failures`).
 *
 * in      the object of the cluster that the result is about, where the report has one; else it is read out of the message
 */
export function readOutcomes(result: Members, of: ScannedResource | undefined): readonly CheckOutcome[] {
  const target = textAt(result, 'Target') ?? '';
  const isOutside = others.has(textAt(result, 'Type') ?? '');
  return objectsAt(result, 'Misconfigurations').map((check) => {
    const word = textAt(check, 'Status') ?? 'FAIL';
    const resource = isOutside ? undefined : (of ?? resourceIn(textAt(check, 'Message') ?? '') ?? resourceIn(target));
    return {
      id: textAt(check, 'ID') ?? textAt(check, 'AVDID') ?? 'unnamed',
      title: textAt(check, 'Title') ?? '',
      subject: target,
      ...(resource && { resource }),
      ...(isOutside && { isOutside }),
      outcome: words.get(word) ?? 'not-checked',
      word,
    };
  });
}

const workloads = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];
const inNamespace =
  /\b([a-z]{1,60}) ([a-z0-9][a-z0-9.-]{0,252}) (?:in ([a-z0-9-]{1,63}) namespace|\(namespace: ([a-z0-9-]{1,63})\))/;

/** The object that a part of a cluster's report is about. */
export function resourceOf(holder: unknown): ScannedResource | undefined {
  const [kind, name] = [textAt(holder, 'Kind'), textAt(holder, 'Name')];
  return kind && name && memberAt(holder, 'Results') !== undefined
    ? { kind, namespace: textAt(holder, 'Namespace') ?? null, name }
    : undefined;
}

/** `Container 'a' of Deployment 'gauge' should …`, `Deployment/gauge`, `deployment gauge in tide namespace …`. */
function resourceIn(text: string): ScannedResource | undefined {
  const [, word = '', named, before, behind] = inNamespace.exec(text) ?? [];
  const namespace = before ?? behind;
  const workload = workloads.find((each) => each.toLowerCase() === word);
  if (workload && named && namespace)
    return { kind: workload, namespace: namespace === 'default' ? null : namespace, name: named };
  const [, kind, name] =
    /\b([A-Z][A-Za-z]{1,60})(?: '|\/)([a-z0-9][a-z0-9.:-]{0,252})'?/.exec(text.replace(/^Container '[^']{0,253}' of /, '')) ?? [];
  return kind && name && kind !== 'Container' ? { kind, namespace: null, name } : undefined;
}
