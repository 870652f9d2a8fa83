/** Other tools whose checks ours are known by. */
export const linters = ['kube-linter', 'kube-score', 'kubescape', 'checkov', 'polaris', 'trivy'] as const;

/** One of them. */
export type Linter = (typeof linters)[number];

/** Ids by tool, in the order of `linters`; `-` where it has none, a space between several. */
type Row = readonly [string, string, string, string, string, string];

/**
 * Check → what other tools call the same question; their answers may still differ, and `engine/test/peers` says where.
 * A check of theirs that asks for several of ours stands at each of them.
 *
 * source  kube-linter 0.8.1 `checks list`; kube-score 1.20.0 `list`; Kubescape regolibrary 2026-08; Checkov 3 `kubernetes/checks`;
 *         Polaris 9 `config/checks`; Trivy's trivy-checks 1 `checks/kubernetes`
 */
const rows: Readonly<Record<string, Row>> = {
  'privileged-container': [
    'privileged-container',
    'container-security-context-privileged',
    'C-0057 C-0211 C-0213',
    'CKV_K8S_16',
    'runAsPrivileged',
    'KSV-0017',
  ],
  'privilege-escalation-container': [
    'privilege-escalation-container',
    '-',
    'C-0016 C-0211 C-0217',
    'CKV_K8S_20',
    'privilegeEscalationAllowed',
    'KSV-0001',
  ],
  'run-as-non-root': ['run-as-non-root', '-', 'C-0013 C-0211 C-0218', 'CKV_K8S_23', 'runAsRootAllowed', 'KSV-0012'],
  'root-user': ['-', '-', '-', '-', '-', 'KSV-0105'],
  'low-user-id': ['-', 'container-security-context-user-group-id', '-', 'CKV_K8S_40', '-', 'KSV-0020 KSV-0021'],
  'no-read-only-root-fs': [
    'no-read-only-root-fs',
    'container-security-context-readonlyrootfilesystem',
    'C-0017 C-0211',
    'CKV_K8S_22',
    'notReadOnlyRootFilesystem',
    'KSV-0014',
  ],
  'root-group': ['run-as-non-root', '-', 'C-0211', '-', '-', 'KSV-0116'],
  'drop-net-raw-capability': ['drop-net-raw-capability', '-', 'C-0211', 'CKV_K8S_28', '-', 'KSV-0004'],
  'drop-all-capabilities': ['-', '-', 'C-0220', 'CKV_K8S_37', 'insecureCapabilities', 'KSV-0003'],
  'added-capabilities': [
    '-',
    '-',
    'C-0046 C-0219',
    'CKV_K8S_25 CKV_K8S_39',
    'dangerousCapabilities',
    'KSV-0005 KSV-0022 KSV-0106',
  ],
  'unsafe-proc-mount': ['unsafe-proc-mount', '-', 'C-0211', '-', 'procMount', 'KSV-0027'],
  'seccomp-profile': [
    '-',
    'container-seccomp-profile',
    'C-0055 C-0210 C-0211',
    'CKV_K8S_31',
    'linuxHardening',
    'KSV-0030 KSV-0104',
  ],
  'app-armor-disabled': ['-', '-', '-', '-', '-', 'KSV-0002'],
  'selinux-options': ['-', '-', 'C-0211', '-', '-', 'KSV-0025'],
  'host-process': ['-', '-', 'C-0211', '-', 'hostProcess', 'KSV-0103'],
  'host-port': ['-', '-', 'C-0044', 'CKV_K8S_26', 'hostPortSet', 'KSV-0024'],
  'host-path': ['-', '-', 'C-0048', '-', 'hostPathSet', 'KSV-0023'],
  'volume-types': ['-', '-', '-', '-', '-', 'KSV-0028'],
  'latest-tag': ['latest-tag', 'container-image-tag', '-', 'CKV_K8S_14', 'tagNotSpecified', 'KSV-0013'],
  'image-not-pinned': ['-', '-', 'C-0306', 'CKV_K8S_43', '-', '-'],
  'image-pull-policy': ['-', 'container-image-pull-policy', 'C-0075', 'CKV_K8S_15', 'pullPolicyNotAlways', '-'],
  'deprecated-registry': ['-', '-', 'C-0253', '-', '-', '-'],
  'registry-not-allowed': ['-', '-', 'C-0001 C-0078', '-', '-', 'KSV-0034'],
  'tiller-deployed': ['-', '-', '-', 'CKV_K8S_34', '-', 'KSV-0102'],
  'dashboard-deployed': ['-', '-', '-', 'CKV_K8S_33', '-', '-'],
  'dashboard-account': ['-', '-', 'C-0014', '-', '-', '-'],
  'retired-ingress-nginx': ['-', '-', 'C-0292', '-', '-', '-'],
  'env-var-secret': ['env-var-secret', '-', 'C-0012 C-0259', '-', 'sensitiveContainerEnvVar', '-'],
  'secret-in-config-map': ['-', '-', 'C-0012', '-', 'sensitiveConfigmapContent', '-'],
  'read-secret-from-env-var': ['read-secret-from-env-var', '-', 'C-0207 C-0259', 'CKV_K8S_35', '-', '-'],
  'duplicate-env-var': ['duplicate-env-var', 'environment-variable-key-duplication', 'C-0295', '-', '-', '-'],
  'git-sync-program': ['-', '-', '-', 'CKV_K8S_159', '-', '-'],
  'sudo-in-entrypoint': ['-', '-', 'C-0062', '-', '-', '-'],
  'privileged-ports': ['privileged-ports', '-', '-', '-', '-', '-'],
  'ssh-port': ['ssh-port', '-', 'C-0042', '-', '-', '-'],
  'unset-memory-requirements': [
    'unset-memory-requirements',
    'container-resources',
    'C-0004 C-0009 C-0269 C-0271',
    'CKV_K8S_12 CKV_K8S_13',
    'memoryRequestsMissing memoryLimitsMissing',
    'KSV-0016 KSV-0018',
  ],
  'unset-cpu-requirements': [
    'unset-cpu-requirements',
    'container-resources',
    'C-0050 C-0268',
    'CKV_K8S_10',
    'cpuRequestsMissing',
    'KSV-0015',
  ],
  'unset-cpu-limit': ['-', 'container-resources', 'C-0009 C-0050 C-0270', 'CKV_K8S_11', 'cpuLimitsMissing', 'KSV-0011'],
  'unset-ephemeral-storage': ['-', 'container-ephemeral-storage-request-and-limit', '-', '-', '-', '-'],
  'host-network': ['host-network', '-', 'C-0041 C-0216', 'CKV_K8S_19', 'hostNetworkSet', 'KSV-0009'],
  'host-pid': ['host-pid', '-', 'C-0038 C-0214 C-0275', 'CKV_K8S_17', 'hostPIDSet', 'KSV-0010'],
  'host-ipc': ['host-ipc', '-', 'C-0038 C-0215 C-0276', 'CKV_K8S_18', 'hostIPCSet', 'KSV-0008'],
  'sensitive-host-mounts': ['sensitive-host-mounts', '-', '-', '-', '-', '-'],
  'docker-sock': ['docker-sock', '-', 'C-0074', 'CKV_K8S_27', '-', 'KSV-0006'],
  'writable-host-mount': ['writable-host-mount', '-', 'C-0045', '-', '-', '-'],
  'writable-claim': ['-', '-', 'C-0257', '-', '-', '-'],
  'cloud-credentials': ['-', '-', 'C-0020', '-', '-', '-'],
  'unsafe-sysctls': ['unsafe-sysctls', '-', 'C-0211', '-', '-', 'KSV-0026'],
  'host-aliases': ['-', '-', '-', '-', '-', 'KSV-0007'],
  'default-service-account': ['default-service-account', '-', '-', 'CKV_K8S_41', '-', '-'],
  'default-account-token': ['-', '-', 'C-0189', 'CKV_K8S_41', '-', '-'],
  'service-account-token': ['-', '-', 'C-0034 C-0190', 'CKV_K8S_38', 'automountServiceAccountToken', 'KSV-0036'],
  'non-existent-service-account': ['non-existent-service-account', '-', 'C-0307', '-', '-', '-'],
  'deprecated-service-account-field': ['deprecated-service-account-field', '-', 'C-0294', '-', '-', '-'],
  'naked-pod': ['-', '-', 'C-0073', '-', '-', '-'],
  'use-namespace': ['use-namespace', '-', 'C-0061 C-0212', 'CKV_K8S_21', '-', '-'],
  'kube-system': ['-', '-', '-', '-', '-', 'KSV-0037'],
  'namespace-without-pod-security': [
    '-',
    '-',
    'C-0192 C-0193 C-0194 C-0195 C-0196 C-0197 C-0198 C-0199 C-0200 C-0201 C-0202 C-0203 C-0204',
    '-',
    '-',
    '-',
  ],
  'namespace-below-restricted': ['-', '-', 'C-0197 C-0198 C-0200 C-0201', '-', '-', '-'],
  'namespace-without-network-policy': ['-', '-', 'C-0054 C-0206', '-', '-', '-'],
  'cluster-admin-role-binding': ['cluster-admin-role-binding', '-', 'C-0035 C-0185', '-', 'clusterrolebindingClusterAdmin', '-'],
  'namespace-admin-role-binding': ['-', '-', '-', '-', 'rolebindingClusterAdminClusterRole rolebindingClusterAdminRole', '-'],
  'access-to-secrets': ['access-to-secrets', '-', 'C-0015 C-0186', 'CKV2_K8S_5', '-', 'KSV-0041'],
  'wildcard-in-rules': ['wildcard-in-rules', '-', 'C-0187', 'CKV_K8S_49', '-', 'KSV-0044 KSV-0045 KSV-0046'],
  'access-to-create-pods': ['access-to-create-pods', '-', 'C-0188', '-', '-', 'KSV-0048'],
  'access-to-exec': [
    '-',
    '-',
    'C-0002',
    'CKV2_K8S_2',
    'rolePodExecAttach clusterrolePodExecAttach rolebindingRolePodExecAttach rolebindingClusterRolePodExecAttach clusterrolebindingPodExecAttach',
    'KSV-0053 KSV-0054',
  ],
  'impersonate-bind-escalate': ['-', '-', 'C-0065 C-0191', 'CKV2_K8S_1 CKV2_K8S_3 CKV_K8S_157 CKV_K8S_158', '-', 'KSV-0043'],
  'webhook-configuration-access': ['-', '-', 'C-0281', 'CKV_K8S_155', '-', '-'],
  'token-creation': ['-', '-', 'C-0282', '-', '-', '-'],
  'bound-to-everybody': ['-', '-', 'C-0246 C-0262 C-0265', '-', '-', '-'],
  'access-to-roles': ['-', '-', '-', '-', '-', 'KSV-0050 KSV-0051 KSV-0052 KSV-0055'],
  'access-to-persistent-volumes': ['-', '-', 'C-0278', '-', '-', '-'],
  'access-to-nodes-proxy': ['-', '-', 'C-0279', 'CKV2_K8S_2', '-', 'KSV-0047'],
  'access-to-approve-certificates': ['-', '-', 'C-0280', 'CKV_K8S_156', '-', '-'],
  'access-to-port-forward': ['-', '-', 'C-0063', '-', '-', '-'],
  'access-to-config-maps': ['-', '-', 'C-0037', '-', '-', 'KSV-0049'],
  'access-to-networking': ['-', '-', '-', '-', '-', 'KSV-0056'],
  'access-to-service-status': ['-', '-', '-', 'CKV2_K8S_4', '-', '-'],
  'access-to-delete': ['-', '-', 'C-0007', '-', '-', '-'],
  'access-to-delete-traces': ['-', '-', 'C-0031', '-', '-', 'KSV-0042'],
  'default-account-bound': ['-', '-', 'C-0189', 'CKV_K8S_42', '-', '-'],
  'workload-as-administrator': ['-', '-', 'C-0272', '-', '-', '-'],
  'workload-can-take-over': ['-', '-', 'C-0267', '-', '-', '-'],
  'scc-deny-privileged-container': ['scc-deny-privileged-container', '-', '-', '-', '-', '-'],
  'exposed-services': ['exposed-services', 'service-type', 'C-0021 C-0256', '-', '-', '-'],
  'external-ips': ['-', '-', 'C-0283', '-', '-', 'KSV-0108'],
  'non-isolated-pod': ['non-isolated-pod', 'pod-networkpolicy', 'C-0260', 'CKV2_K8S_6', 'missingNetworkPolicy', '-'],
  'unrestricted-egress': ['-', 'pod-networkpolicy', 'C-0030', '-', 'missingNetworkPolicy', '-'],
  'unrestricted-ingress': ['-', 'pod-networkpolicy', 'C-0030', '-', 'missingNetworkPolicy', '-'],
  'ingress-without-tls': ['-', '-', 'C-0263', '-', 'tlsSettingsMissing', '-'],
  'dangling-networkpolicy': ['dangling-networkpolicy', 'networkpolicy-targets-pod', 'C-0299', '-', '-', '-'],
  'dangling-networkpolicypeer-podselector': ['dangling-networkpolicypeer-podselector', '-', '-', '-', '-', '-'],
  'dangling-service': ['dangling-service', 'service-targets-pod', 'C-0293', '-', '-', '-'],
  'dangling-ingress': ['dangling-ingress', 'ingress-targets-service', 'C-0298', '-', '-', '-'],
  'dangling-route': ['-', '-', 'C-0302', '-', '-', '-'],
  'ingress-nginx-snippets': ['-', '-', 'C-0059', 'CKV_K8S_152 CKV_K8S_153 CKV_K8S_154', '-', 'KCV-0093'],
  'removed-api': ['no-extensions-v1beta', 'stable-version', '-', '-', '-', 'KSV-0107'],
  'deprecated-api': ['-', 'stable-version', '-', '-', '-', 'KSV-0107'],
};

/** Ids of our checks that other tools have too. */
export const known: readonly string[] = Object.keys(rows);

/** What a tool calls a check of ours; empty where it has none like it. */
export function namesOf(check: string, linter: Linter): readonly string[] {
  const ids = Object.hasOwn(rows, check) ? rows[check]?.[linters.indexOf(linter)] : undefined;
  return ids === undefined || ids === '-' ? [] : ids.split(' ');
}

const ours: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(
    Object.groupBy(
      Object.keys(rows).flatMap((check) =>
        linters.flatMap((linter) => namesOf(check, linter).map((id) => [`${linter} ${id}`, check] as const)),
      ),
      ([key]) => key,
    ),
  ).map(([key, pairs = []]) => [key, pairs.map(([, check]) => check)]),
);

/**
 * Our checks that ask what one of theirs asks.
 *
 * in      their id; Trivy's in any of its spellings: `KSV017`, `AVD-KSV-0017`, `KSV-0017`
 */
export function oursFor(linter: Linter, id: string): readonly string[] {
  return ours.get(`${linter} ${linter === 'trivy' ? trivyId(id) : id}`) ?? [];
}

/** Everything of a tool that some check of ours asks too, in its own order of names. */
export function controlsOf(linter: Linter): readonly string[] {
  return [...new Set(known.flatMap((check) => namesOf(check, linter)))].toSorted();
}

function trivyId(id: string): string {
  const [, kind, digits] = /^(?:AVD-)?(KSV|KCV)-?0*(\d{1,4})$/i.exec(id) ?? [];
  return kind === undefined ? id : `${kind.toUpperCase()}-${(digits ?? '').padStart(4, '0')}`;
}
