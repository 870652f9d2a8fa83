import {
  applyMutatePolicy,
  type MutatedWorkload,
  policyName,
  toBackCommand,
  toMutatePolicy,
} from '../../compare/remediation/hardening/kyverno-policy.ts';
import { namespaceOf } from '../../formats/kubernetes/cluster.ts';
import { parseYaml } from '../../formats/yaml/parse-yaml.ts';
import { writeYaml } from '../../formats/yaml/write-yaml.ts';
import type { FileChange, WorkloadChange } from '../../model/hardening-change.ts';
import type { JsonObject } from '../../model/json.ts';
import { type ChangeRequest, type ChangeSubject, type PlannedWorkload, planChange } from './plan-change.ts';
import { type ChangeAim, judgeOne } from './plan-workload.ts';

/** A change in one form: what is written, and what comes of it. */
export interface FormedChange {
  readonly workloads: readonly WorkloadChange[];
  /** Relative to the folder of the change for forms that write there, else to the configuration's. */
  readonly files: readonly FileChange[];
  readonly notes: readonly string[];
}

/**
 * The change as a Kyverno policy, with the commands that take it back. The levels are those of what the policy as written makes of each
 * manifest, read back from its text.
 *
 * in      the product that the policy is named for
 * out     no file where nothing is raised
 */
export function planKyverno(subject: ChangeSubject, request: ChangeRequest, product: string): FormedChange {
  const planned = planChange(subject, request);
  const mutated = planned.filter(({ change }) => change.settings.length > 0).map(toMutated);
  const name = policyName(product);
  const text = `${heading(name)}${writeYaml(toMutatePolicy(name, mutated))}`;
  const policy = parseYaml(text).value as JsonObject;
  const workloads = planned.map((one) => judged(one, policy, request));
  if (mutated.length === 0) return { workloads, files: [], notes: [] };
  const files = [
    { file: 'policy.yaml', before: null, after: text },
    { file: 'revert.sh', before: null, after: backScript(name, mutated) },
  ];
  const open = mutated.filter(({ namespace }) => namespace === undefined).length;
  return {
    workloads,
    files,
    notes: open === 0 ? [] : [`${open} of the workloads name no namespace: their rules hold in every one.`],
  };
}

function toMutated({ input: { workload }, change: { settings } }: PlannedWorkload): MutatedWorkload {
  const { resource, pod, podPath } = workload;
  const { identity, value } = resource;
  return { identity, value, pod, podPath, namespace: namespaceOf(resource), settings };
}

function judged({ input, change }: PlannedWorkload, policy: JsonObject, { minor }: ChangeAim): WorkloadChange {
  if (change.settings.length === 0) return change;
  const mutated = toMutated({ input, change });
  const { resource } = input.workload;
  const back = toBackCommand(mutated);
  const { level } = judgeOne({ ...resource, value: applyMutatePolicy(policy, mutated) }, minor);
  return { ...change, after: level, ...(back !== undefined && { back }) };
}

function heading(name: string): string {
  return [
    '# Sets security contexts of workloads when they are created or updated.',
    `# Way back: sh revert.sh, which removes ClusterPolicy ${name} and what it set in workloads that are installed.`,
    '',
  ].join('\n');
}

function backScript(name: string, workloads: readonly MutatedWorkload[]): string {
  const lines = workloads.map((one) => {
    const { kind, name: own } = one.identity;
    return toBackCommand(one) ?? `# ${kind} ${own} keeps what was set until it is created anew: kubectl replace --force`;
  });
  return ['#!/bin/sh', 'set -eu', `kubectl delete clusterpolicy ${name} --ignore-not-found`, ...lines, ''].join('\n');
}
