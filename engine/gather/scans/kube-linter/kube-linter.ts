import { memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { CheckOutcome } from '../../../model/scan.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

/**
 * kube-linter's JSON: one check for each diagnostic.
 */
export const kubeLinter = Object.freeze<ReportFormat>({
  id: 'kube-linter',
  about: {
    title: 'kube-linter',
    source: 'https://docs.kubelinter.io/',
    reads: ['`kube-linter lint --format json`; it gives no severities'],
  },
  recognizes: (json) => Array.isArray(memberAt(json, 'Checks')) && memberAt(json, 'Summary', 'KubeLinterVersion') !== undefined,
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/kube-linter');
    const checks = reading.objects(memberAt(json, 'Reports'), 'Reports').map(({ members }) => {
      const object = memberAt(members, 'Object', 'K8sObject');
      const kind = textAt(object, 'GroupVersionKind', 'Kind');
      return {
        id: textAt(members, 'Check') ?? 'unnamed',
        title: textAt(members, 'Diagnostic', 'Message') ?? '',
        severity: 'UNKNOWN' as const,
        subject: [textAt(object, 'Namespace'), kind, textAt(object, 'Name')].filter(Boolean).join('/'),
        outcome: 'failed' as const,
      };
    });
    return reading.finish({
      tool: 'kube-linter',
      version: textAt(json, 'Summary', 'KubeLinterVersion'),
      kind: 'checks',
      checks,
      outcomes: objectsAt(json, 'Reports').map(toOutcome),
      silentPasses: objectsAt(json, 'Checks').flatMap((check) => textAt(check, 'name') ?? []),
    });
  },
});

/** Of what it says of a binding the role is the resource: that is where the rule stands. */
function toOutcome(report: unknown): CheckOutcome {
  const object = memberAt(report, 'Object', 'K8sObject');
  const [kind = '', name = ''] = [textAt(object, 'GroupVersionKind', 'Kind'), textAt(object, 'Name')];
  const namespace = textAt(object, 'Namespace') ?? null;
  const title = textAt(report, 'Diagnostic', 'Message') ?? '';
  const [, role, what] = /\bto "([^"]{1,253})" (clusterrole|role)\b/.exec(title) ?? [];
  const bound = role === undefined ? undefined : { kind: what === 'role' ? 'Role' : 'ClusterRole', name: role };
  return {
    id: textAt(report, 'Check') ?? 'unnamed',
    title,
    subject: [namespace, kind, name].filter(Boolean).join('/'),
    ...(kind && {
      resource: bound ? { ...bound, namespace: bound.kind === 'Role' ? namespace : null } : { kind, namespace, name },
    }),
    outcome: 'failed',
    word: 'failed',
  };
}
