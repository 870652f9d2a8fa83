import type { CheckFinding } from '../../model/hardening.ts';
import type { RightsIssue } from '../../model/rights.ts';
import type { Severity } from '../../model/severity.ts';
import type { TenancyFinding } from '../../model/tenancy.ts';
import type { Parties } from './parties.ts';
import { inNamespace, listSome, ofNamespace } from './workload-words.ts';

const ofIssues: Readonly<
  Record<Exclude<RightsIssue['code'], 'unknown-verb'>, { readonly severity: Severity; readonly remedy: string }>
> = {
  'cluster-admin': { severity: 'CRITICAL', remedy: 'Name the resources and verbs that it uses in a role of its own.' },
  'pods-of-tenants': {
    severity: 'HIGH',
    remedy:
      'Let it create pods in namespaces that it works for alone, or have its controller act as the account of the namespace.',
  },
  'pods-everywhere': { severity: 'HIGH', remedy: 'Let it create pods in namespaces that it works for alone.' },
  'wildcard-role': { severity: 'MEDIUM', remedy: 'Name groups, resources and verbs.' },
};

/** What `judge/rights` says of accounts that reach into the namespaces of tenants. */
export function fromRights(issues: readonly RightsIssue[], { tenants }: Parties): readonly TenancyFinding[] {
  return issues.flatMap(({ code, title, sentence, file, line }): TenancyFinding[] => {
    if (code === 'unknown-verb') return [];
    const { severity, remedy } = ofIssues[code];
    const whole = code.startsWith('pods-') ? `${sentence} ${remedy}` : sentence;
    const named = code === 'wildcard-role' ? [] : tenants.map(({ namespace }) => namespace);
    return [
      { ...{ code, severity, title, sentence: whole, remedy, tenants: named, file, line }, certainty: 'certain', evidence: [] },
    ];
  });
}

/** The check of `judge/hardening` for containers that may run as root. */
const check = 'run-as-non-root';
const remedy =
  'Set securityContext.runAsNonRoot: true, with a numeric runAsUser where the image names no user or a user by name; `plimsoll harden` says which can and writes the patch.';

/**
 * Workloads whose containers may run as root: one sentence for each namespace.
 *
 * in      failures of every check, those that nobody excepts
 */
export function fromHardening(failures: readonly CheckFinding[], { tenantsAmong }: Parties): readonly TenancyFinding[] {
  const open = failures.filter((each) => each.check === check && each.suppressedBy === null);
  return [...Map.groupBy(open, ({ resource }) => resource.namespace ?? '')].map(([namespace, all]): TenancyFinding => {
    const workloads = [...Map.groupBy(all, ({ resource: { kind, name } }) => `${kind} ${name}`)];
    const [first] = all;
    const names = workloads.map(([name]) => name);
    const containers = `${all.length} ${all.length === 1 ? 'container' : 'containers'}`;
    const isOne = names.length === 1;
    return {
      code: 'run-as-non-root',
      severity: first?.severity ?? 'MEDIUM',
      certainty: 'certain',
      title: `${names.length} ${isOne ? 'workload' : 'workloads'} ${ofNamespace(namespace)} may run as root`,
      sentence: `${inNamespace(namespace)}, ${listSome(names, 40)} (${containers}) ${isOne ? 'does' : 'do'} not set runAsNonRoot: whether a process is root is left to the image, and who breaks out of one is root on the node that tenants share. ${remedy}`,
      ...{ remedy, tenants: tenantsAmong([namespace]), file: first?.file ?? null, line: first?.line ?? null },
      evidence: workloads.flatMap(([name, [failure]]) =>
        failure
          ? [
              {
                sentence: `${name} does not set it (${failure.path}).`,
                resource: failure.resource,
                file: failure.file,
                line: failure.line,
              },
            ]
          : [],
      ),
    };
  });
}
