/** What a cluster refuses in a resource. */
export interface FieldFault {
  /** `spec.ingress[0].from[0]`; of an object with a member that nobody knows, that member. */
  readonly path: string;
  /** What is wrong with it, in words that follow the path: `is no list`. */
  readonly says: string;
}
