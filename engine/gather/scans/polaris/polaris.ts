import { entriesAt, type Members, memberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { CheckOutcome, ScanCheck } from '../../../model/scan.ts';
import type { Severity } from '../../../model/severity.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

const severityOf: ReadonlyMap<string, Severity> = new Map([
  ['danger', 'HIGH'],
  ['warning', 'MEDIUM'],
]);

/**
 * Polaris's audit: checks that a resource, its pods or its containers fail.
 */
export const polaris = Object.freeze<ReportFormat>({
  id: 'polaris',
  about: {
    title: 'Polaris',
    source: 'https://polaris.docs.fairwinds.com/',
    reads: ['`polaris audit --format json`; `danger` is HIGH, `warning` is MEDIUM'],
  },
  recognizes: (json) => textAt(json, 'PolarisOutputVersion') !== undefined,
  read(document): ScanReading {
    const reading = startReading(document, 'gather/scans/polaris');
    const results = reading.objects(memberAt(document.json, 'Results'), 'Results');
    const outcomes = results.flatMap(({ members }) => outcomesOf(members));
    const checks = results.flatMap(({ members }) => {
      const subject = [textAt(members, 'Namespace'), textAt(members, 'Kind'), textAt(members, 'Name')].filter(Boolean).join('/');
      const pod = memberAt(members, 'PodResult');
      const containers = objectsAt(pod, 'ContainerResults');
      return [
        ...failed(members, subject),
        ...failed(pod, subject),
        ...containers.flatMap((container) => failed(container, `${subject} ${textAt(container, 'Name') ?? ''}`)),
      ];
    });
    return reading.finish({ tool: 'polaris', kind: 'checks', checks, outcomes });
  },
});

function outcomesOf(members: Members): readonly CheckOutcome[] {
  const [kind, name, namespace] = [textAt(members, 'Kind'), textAt(members, 'Name'), textAt(members, 'Namespace')];
  const pod = memberAt(members, 'PodResult');
  const holders = [members, pod, ...objectsAt(pod, 'ContainerResults')];
  return holders.flatMap((holder) =>
    entriesAt(holder, 'Results').map(([id, result]): CheckOutcome => {
      const success = memberAt(result, 'Success');
      return {
        id: textAt(result, 'ID') ?? id,
        title: textAt(result, 'Message') ?? '',
        subject: [namespace, kind, name].filter(Boolean).join('/'),
        ...(kind && name && { resource: { kind, namespace: namespace ?? null, name } }),
        outcome: success === true ? 'passed' : success === false ? 'failed' : 'not-checked',
        word: scalarText(success),
      };
    }),
  );
}

function failed(holder: unknown, subject: string): readonly ScanCheck[] {
  return entriesAt(holder, 'Results')
    .filter(([, result]) => memberAt(result, 'Success') === false)
    .map(([id, result]) => ({
      id: textAt(result, 'ID') ?? id,
      title: textAt(result, 'Message') ?? '',
      severity: severityOf.get(textAt(result, 'Severity') ?? '') ?? 'UNKNOWN',
      subject,
      outcome: 'failed',
    }));
}
