import { type Members, memberAt, numberAt, objectsAt, textAt } from '../../../formats/json/members.ts';

/** The rules of one run. */
export interface RulesOfRun {
  /** The rule that a result is of: by index in its component, else by id. */
  find(result: Members): Members | undefined;
}

/**
 * The rules of a run, of the driver and of its extensions.
 *
 * source  SARIF 2.1.0, 3.52 reportingDescriptorReference: an id may have more parts, behind slashes, than the rule's
 */
export function createRules(run: Members): RulesOfRun {
  const driver = objectsAt(run, 'tool', 'driver', 'rules');
  const extensions = objectsAt(run, 'tool', 'extensions').map((extension) => objectsAt(extension, 'rules'));
  const byId = new Map([...extensions.flat(), ...driver].map((rule) => [textAt(rule, 'id'), rule]));
  return {
    find(result) {
      const id = textAt(result, 'ruleId') ?? textAt(result, 'rule', 'id');
      const component = numberAt(result, 'rule', 'toolComponent', 'index');
      const index = numberAt(result, 'ruleIndex') ?? numberAt(result, 'rule', 'index') ?? -1;
      const list = component === undefined ? driver : (extensions[component] ?? []);
      const indexed = list[index];
      if (indexed && (id === undefined || isOf(id, textAt(indexed, 'id')))) return indexed;
      return byId.get(id) ?? byId.get(id?.split('/').slice(0, -1).join('/'));
    },
  };
}

function isOf(id: string, rule: string | undefined): boolean {
  return rule !== undefined && (id === rule || id.startsWith(`${rule}/`));
}

/** A member of the result's properties, else of its rule's. */
export function propertyOf(result: Members, rule: Members | undefined, name: string): unknown {
  return memberAt(result, 'properties', name) ?? memberAt(rule, 'properties', name);
}
