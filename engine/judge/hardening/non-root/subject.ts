import { type Members, memberAt, numberAt } from '../../../formats/json/members.ts';
import type { NonRootEvidence, NonRootValues } from '../../../model/non-root.ts';
import type { ReleaseImage } from '../../../model/release.ts';
import type { Resource } from '../../../model/resource.ts';

/** Whom a process runs as. */
export interface Identity {
  readonly uid: number;
  readonly groups: ReadonlySet<number>;
}

/** A container, and the user that it would run as. */
export interface NonRootSubject {
  readonly resource: Resource;
  readonly pod: Members;
  readonly container: Members;
  /** Undefined where it was not read. */
  readonly image: ReleaseImage | undefined;
  readonly identity: Identity;
  /** Whether this is somebody else than it runs as now: then whatever root did may fail. */
  readonly changes: boolean;
}

/** Something that speaks for or against, with what has to be set for it. */
export interface Found extends NonRootEvidence {
  readonly values?: NonRootValues;
}

/** Looks at one side of a container. */
export type NonRootRule = (subject: NonRootSubject) => readonly Found[];

/** A setting of a container's security context; its own word counts before the pod's. */
export function settingOf({ pod, container }: Pick<NonRootSubject, 'pod' | 'container'>, name: string): unknown {
  return memberAt(container, 'securityContext', name) ?? memberAt(pod, 'securityContext', name);
}

/** The same as a number; undefined where it is none. */
export function numberOf({ pod, container }: Pick<NonRootSubject, 'pod' | 'container'>, name: string): number | undefined {
  return numberAt(container, 'securityContext', name) ?? numberAt(pod, 'securityContext', name);
}

/** `0755`. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
