/**
 * Resources whose controllers run pods of a template that is stated in them: who writes one runs a pod as any account of its namespace.
 *
 * source  the API reference of each: Kubernetes, Kubeflow, Argo, Knative, KServe, Tekton, Seldon, Ray, Spark, Flink, Strimzi
 */
export const podMakers: readonly { readonly group: string; readonly resource: string }[] = [
  ...made('', 'pods', 'replicationcontrollers'),
  ...made('apps', 'deployments', 'daemonsets', 'statefulsets', 'replicasets'),
  ...made('batch', 'jobs', 'cronjobs'),
  ...made('argoproj.io', 'workflows', 'cronworkflows', 'rollouts'),
  ...made('flink.apache.org', 'flinkdeployments'),
  ...made(
    'kubeflow.org',
    'notebooks',
    'tfjobs',
    'pytorchjobs',
    'mpijobs',
    'mxjobs',
    'xgboostjobs',
    'paddlejobs',
    'experiments',
    'trials',
  ),
  ...made('kubeflow.org', 'viewers', 'scheduledworkflows'),
  ...made('ray.io', 'rayclusters', 'rayjobs', 'rayservices'),
  ...made('serving.knative.dev', 'services', 'configurations'),
  ...made('serving.kserve.io', 'inferenceservices'),
  ...made('sources.knative.dev', 'containersources'),
  ...made('sparkoperator.k8s.io', 'sparkapplications', 'scheduledsparkapplications'),
  ...made('tekton.dev', 'taskruns', 'pipelineruns'),
];

function made(group: string, ...resources: readonly string[]) {
  return resources.map((resource) => ({ group, resource }));
}
