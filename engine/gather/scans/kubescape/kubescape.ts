import { entriesAt, isObject, type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';
import type { CheckOutcome, ScanCheck, ScannedResource } from '../../../model/scan.ts';
import type { Severity } from '../../../model/severity.ts';
import type { ReportFormat, ScanReading } from '../report-format.ts';
import { startReading } from '../start-reading.ts';

/**
 * Kubescape's JSON: one check for each control that a resource fails.
 */
export const kubescape = Object.freeze<ReportFormat>({
  id: 'kubescape',
  about: {
    title: 'Kubescape',
    source: 'https://kubescape.io/docs/',
    reads: ['`kubescape scan --format json`, format version 2'],
  },
  recognizes: (json) => isObject(memberAt(json, 'summaryDetails', 'controls')),
  read(document): ScanReading {
    const { json } = document;
    const reading = startReading(document, 'gather/scans/kubescape');
    const controls = new Map(entriesAt(json, 'summaryDetails', 'controls'));
    const results = reading.objects(memberAt(json, 'results'), 'results');
    const checks = results.flatMap(({ members }) =>
      objectsAt(members, 'controls')
        .filter((control) => stateOf(control) === 'failed')
        .map((control) => toCheck(control, controls.get(textAt(control, 'controlID') ?? ''), textAt(members, 'resourceID'))),
    );
    const outcomes = results.flatMap(({ members }) =>
      objectsAt(members, 'controls').map((control) => toOutcome(control, textAt(members, 'resourceID') ?? '')),
    );
    const seen = new Set(checks.map(({ id }) => id));
    const others = [...controls].filter(([id, control]) => stateOf(control) === 'failed' && !seen.has(id));
    return reading.finish({
      tool: 'kubescape',
      version: textAt(json, 'metadata', 'scanMetadata', 'kubescapeVersion'),
      kind: 'checks',
      checks: [...checks, ...others.map(([, control]) => toCheck(control, control, undefined))],
      outcomes,
    });
  },
});

function stateOf(control: unknown): string | undefined {
  return textAt(control, 'statusInfo', 'status') ?? textAt(control, 'status', 'status') ?? textAt(control, 'status');
}

/** What is skipped, irrelevant or passed by an exception was not checked. */
function toOutcome(control: unknown, subject: string): CheckOutcome {
  const word = stateOf(control) ?? '';
  const more = textAt(control, 'status', 'subStatus') ?? textAt(control, 'statusInfo', 'subStatus') ?? '';
  const resource = toResource(subject);
  return {
    id: textAt(control, 'controlID') ?? 'unnamed',
    title: textAt(control, 'name') ?? '',
    subject,
    ...(resource && { resource }),
    outcome: word === 'failed' ? 'failed' : word === 'passed' && more === '' ? 'passed' : 'not-checked',
    word: more === '' ? word : `${word} (${more})`,
  };
}

/** `path=1/api=apps/v1/tide/Deployment/gauge`: the last three are namespace, kind and name. */
function toResource(id: string): ScannedResource | undefined {
  const [namespace, kind, name] = id.split('/').slice(-3);
  return kind && name ? { kind, namespace: namespace || null, name } : undefined;
}

function toCheck(control: unknown, summary: unknown, subject: string | undefined): ScanCheck {
  return {
    id: textAt(control, 'controlID') ?? 'unnamed',
    title: textAt(control, 'name') ?? '',
    severity: severityOf(numberAt(summary as Members, 'scoreFactor')),
    subject: subject ?? '',
    outcome: 'failed',
  };
}

/** Kubescape's own bands of its score factor, 1 to 10. */
function severityOf(factor: number | undefined): Severity {
  if (factor === undefined || factor < 1) return 'UNKNOWN';
  if (factor >= 9) return 'CRITICAL';
  return factor >= 7 ? 'HIGH' : factor >= 4 ? 'MEDIUM' : 'LOW';
}
