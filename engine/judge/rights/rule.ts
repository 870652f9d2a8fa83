import type { RightsRule } from '../../model/rights.ts';

/** A request to the API server, as its authorizer sees it. */
export type AccessRequest =
  | {
      readonly verb: string;
      /** Empty for the core group. */
      readonly group: string;
      readonly resource: string;
      readonly subresource?: string;
      /** Absent for lists and for what is created. */
      readonly name?: string;
      /** Absent for what is in no namespace. */
      readonly namespace?: string;
    }
  | { readonly verb: string; readonly url: string };

/**
 * Whether a rule allows a request, as Kubernetes' RBAC authorizer decides it.
 *
 * source  https://kubernetes.io/docs/reference/access-authn-authz/rbac/, "Referring to resources"; `pkg/apis/rbac/v1/evaluation_helpers.go`
 */
export function ruleAllows(rule: RightsRule, request: AccessRequest): boolean {
  if (!holds(rule.verbs, request.verb)) return false;
  if ('url' in request) return rule.nonResourceUrls.some((stated) => coversUrl(stated, request.url));
  return (
    holds(rule.apiGroups, request.group) &&
    rule.resources.some((stated) => coversResource(stated, request.resource, request.subresource)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(request.name ?? ''))
  );
}

/** Whether a list of a rule holds a word, or an asterisk. */
function holds(stated: readonly string[], word: string): boolean {
  return stated.includes('*') || stated.includes(word);
}

function coversResource(stated: string, resource: string, subresource = ''): boolean {
  if (stated === '*') return true;
  if (subresource === '') return stated === resource;
  return stated === `${resource}/${subresource}` || stated === `*/${subresource}`;
}

function coversUrl(stated: string, url: string): boolean {
  if (stated === '*' || stated === url) return true;
  if (!stated.endsWith('*')) return false;
  let end = stated.length;
  while (stated[end - 1] === '*') end -= 1;
  return url.startsWith(stated.slice(0, end));
}
