/** What is known of a product that keeps data, as its image's settings show who gets in. */
export interface StoreProduct {
  readonly id: string;
  readonly title: string;
  /** `keeps the buckets`, for sentences. */
  readonly does: string;
  /** Last parts of the names of images that are it. */
  readonly images: readonly string[];
  /** Over TCP, where its container states none. */
  readonly ports: readonly number[];
  /** Variables and arguments that set its one credential; an argument with its value as `--name=value` or `--name value`. */
  readonly credential: RegExp | undefined;
  /** Settings that let everybody in, as `NAME=value` or arguments. */
  readonly opened: RegExp | undefined;
  /** Settings that tell users apart. */
  readonly separated: RegExp | undefined;
  /** What it does where none of these is set. */
  readonly otherwise: 'open' | 'one-credential' | 'unknown';
  /** Sentence: what `otherwise` means. */
  readonly because: string;
  /** Sentence: how users are told apart. */
  readonly remedy: string;
  /** It never asks Kubernetes' API server anything. */
  readonly needsNoToken: boolean;
  readonly source: string;
}

/** Stores that Plimsoll knows. A project's own images of them are declared: `tenancy.stores`. */
export const storeProducts: readonly StoreProduct[] = [
  {
    id: 'minio',
    title: 'MinIO',
    does: 'keeps the buckets',
    images: ['minio'],
    ports: [9000],
    credential: /^MINIO_(?:ROOT_USER|ROOT_PASSWORD|ACCESS_KEY|SECRET_KEY)(?:_FILE)?=/,
    opened: undefined,
    separated: /^MINIO_IDENTITY_(?:OPENID|LDAP|TLS|PLUGIN)_/,
    otherwise: 'open',
    because: 'Without MINIO_ROOT_USER and MINIO_ROOT_PASSWORD it takes the credentials that its documentation prints.',
    remedy:
      'Give each tenant a user of its own whose policy is limited to its bucket or prefix (or MINIO_IDENTITY_OPENID_*), and keep the root credential out of workloads.',
    needsNoToken: true,
    source: 'https://min.io/docs/minio/linux/administration/identity-access-management.html',
  },
  {
    id: 'ml-metadata',
    title: 'ML Metadata',
    does: 'keeps the metadata of runs and artifacts',
    images: ['ml_metadata_store_server'],
    ports: [8080],
    credential: undefined,
    opened: undefined,
    separated: undefined,
    otherwise: 'open',
    because: 'Its gRPC interface knows no users: who reaches the port reads and writes the records of all.',
    remedy:
      'Let only a proxy reach it that ties each request to the namespace of who calls; no setting of its own tells users apart.',
    needsNoToken: true,
    source: 'https://github.com/google/ml-metadata/blob/master/ml_metadata/proto/metadata_store_service.proto',
  },
  {
    id: 'ml-metadata-proxy',
    title: 'Envoy before ML Metadata',
    does: 'leads to the metadata of runs and artifacts',
    images: ['metadata-envoy'],
    ports: [9090],
    credential: undefined,
    opened: undefined,
    separated: undefined,
    otherwise: 'open',
    because: 'It turns gRPC-Web into gRPC and asks nobody who they are.',
    remedy: 'Let only the gateway reach it, with a policy that ties each request to the namespace of who calls.',
    needsNoToken: true,
    source: 'https://github.com/kubeflow/pipelines/blob/2.0.0/third_party/metadata_envoy/envoy.yaml',
  },
  {
    id: 'mysql',
    title: 'MySQL',
    does: 'keeps the databases',
    images: ['mysql', 'mysql-server', 'mariadb', 'percona', 'percona-server', 'mariadb-galera'],
    ports: [3306],
    credential: /^(?:MYSQL|MARIADB)_(?:ROOT_PASSWORD|PASSWORD|RANDOM_ROOT_PASSWORD)(?:_FILE|_HASH)?=/,
    opened: /^(?:(?:MYSQL|MARIADB)_ALLOW_EMPTY_(?:ROOT_)?PASSWORD|ALLOW_EMPTY_PASSWORD)=(?:.*\S.*)$|^--skip-grant-tables/,
    separated: undefined,
    otherwise: 'unknown',
    because: 'Its settings name no password; users may be in its files.',
    remedy: 'Give each tenant a database and a user of its own, and root a password that no workload holds.',
    needsNoToken: true,
    source: 'https://hub.docker.com/_/mysql, "Environment Variables"',
  },
  {
    id: 'postgresql',
    title: 'PostgreSQL',
    does: 'keeps the databases',
    images: ['postgres', 'postgresql', 'timescaledb', 'pgvector'],
    ports: [5432],
    credential: /^(?:POSTGRES(?:QL)?_(?:POSTGRES_)?PASSWORD|PGPASSWORD)(?:_FILE)?=/,
    opened: /^POSTGRES_HOST_AUTH_METHOD=trust$|^ALLOW_EMPTY_PASSWORD=(?:yes|true|1)$/,
    separated: undefined,
    otherwise: 'unknown',
    because: 'Its settings name no password; users may be in its files.',
    remedy: 'Give each tenant a database and a role of its own, and the superuser a password that no workload holds.',
    needsNoToken: true,
    source: 'https://hub.docker.com/_/postgres, "Environment Variables"',
  },
  {
    id: 'redis',
    title: 'Redis',
    does: 'keeps the keys',
    images: ['redis', 'valkey', 'keydb', 'redis-stack', 'redis-stack-server', 'dragonfly'],
    ports: [6379],
    credential: /^(?:REDIS|VALKEY)_PASSWORD(?:_FILE)?=|--?requirepass\b/,
    opened: /^ALLOW_EMPTY_PASSWORD=(?:yes|true|1)$|--protected-mode[ =]no/,
    separated: /--aclfile\b|^REDIS_ACLFILE=/,
    otherwise: 'open',
    because: 'Without requirepass or an ACL file it asks for nothing.',
    remedy: 'Give each tenant a user of an ACL file, limited to keys with its prefix, or an instance of its own.',
    needsNoToken: true,
    source: 'https://redis.io/docs/latest/operate/oss_and_stack/management/security/',
  },
  {
    id: 'mongodb',
    title: 'MongoDB',
    does: 'keeps the databases',
    images: ['mongo', 'mongodb', 'mongodb-community-server'],
    ports: [27017],
    credential: /^MONGO(?:DB)?_(?:INITDB_ROOT_PASSWORD|ROOT_PASSWORD|PASSWORDS?)(?:_FILE)?=|^--auth$/,
    opened: /^ALLOW_EMPTY_PASSWORD=(?:yes|true|1)$|^--noauth$/,
    separated: undefined,
    otherwise: 'open',
    because: 'Without MONGO_INITDB_ROOT_USERNAME or --auth it asks for nothing.',
    remedy: 'Turn authorization on and give each tenant a database and a user of its own.',
    needsNoToken: true,
    source: 'https://hub.docker.com/_/mongo, "Authentication"',
  },
  {
    id: 'memcached',
    title: 'Memcached',
    does: 'keeps the cache',
    images: ['memcached'],
    ports: [11211],
    credential: /^(?:-S|--enable-sasl)$|^MEMCACHED_PASSWORD=/,
    opened: undefined,
    separated: undefined,
    otherwise: 'open',
    because: 'Without SASL it asks for nothing, and it never tells the keys of one user from those of another.',
    remedy: 'Give each tenant an instance of its own.',
    needsNoToken: true,
    source: 'https://docs.memcached.org/features/sasl/',
  },
  {
    id: 'elasticsearch',
    title: 'Elasticsearch',
    does: 'keeps the indices',
    images: ['elasticsearch', 'opensearch', 'elasticsearch-oss'],
    ports: [9200],
    credential: /^(?:ELASTIC_PASSWORD|OPENSEARCH_INITIAL_ADMIN_PASSWORD)(?:_FILE)?=/,
    opened: /^xpack\.security\.enabled=false$|^(?:plugins\.security\.disabled|DISABLE_SECURITY_PLUGIN)=true$/i,
    separated: /^xpack\.security\.authc\.realms\./,
    otherwise: 'unknown',
    because: 'Its settings do not say whether it asks for credentials.',
    remedy: 'Keep its security on and give each tenant a role that is limited to its indices.',
    needsNoToken: true,
    source: 'https://www.elastic.co/guide/en/elasticsearch/reference/current/security-settings.html',
  },
  {
    id: 'etcd',
    title: 'etcd',
    does: 'keeps the keys',
    images: ['etcd'],
    ports: [2379],
    credential: /^ETCD_ROOT_PASSWORD=/,
    opened: /^ALLOW_NONE_AUTHENTICATION=(?:yes|true|1)$/,
    separated: /^--client-cert-auth(?:=true)?$|^ETCD_CLIENT_CERT_AUTH=true$/,
    otherwise: 'open',
    because: 'Without --client-cert-auth it asks for nothing.',
    remedy: 'Turn --client-cert-auth on, and give each tenant a role that is limited to its prefix.',
    needsNoToken: true,
    source: 'https://etcd.io/docs/latest/op-guide/security/',
  },
  {
    id: 'seaweedfs',
    title: 'SeaweedFS',
    does: 'keeps the buckets',
    images: ['seaweedfs'],
    ports: [8333],
    credential: /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)=/,
    opened: undefined,
    separated: /^-{1,2}(?:s3\.)?(?:config|iam\.config)\b/,
    otherwise: 'open',
    because: 'Without -s3.config its S3 gateway takes every request.',
    remedy: 'Give -s3.config with an identity for each tenant that is limited to its bucket.',
    needsNoToken: true,
    source: 'https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API',
  },
  {
    id: 's3proxy',
    title: 'S3Proxy',
    does: 'keeps the buckets',
    images: ['s3proxy'],
    ports: [80],
    credential: /^S3PROXY_(?:IDENTITY|CREDENTIAL)=/,
    opened: /^S3PROXY_AUTHORIZATION=none$/,
    separated: undefined,
    otherwise: 'unknown',
    because: 'Its settings do not say whether it asks for credentials.',
    remedy: 'Give each tenant an instance with an identity of its own.',
    needsNoToken: true,
    source: 'https://github.com/gaul/s3proxy/blob/master/README.md',
  },
  {
    id: 'mlflow',
    title: 'MLflow',
    does: 'keeps the experiments and models',
    images: ['mlflow'],
    ports: [5000],
    credential: undefined,
    opened: undefined,
    separated: /^--app-name(?:=| |$)|^MLFLOW_AUTH_CONFIG_PATH=/,
    otherwise: 'open',
    because: 'Without --app-name basic-auth its server knows no users.',
    remedy:
      'Start it with --app-name basic-auth and give each tenant permissions for its experiments, or an instance of its own.',
    needsNoToken: true,
    source: 'https://mlflow.org/docs/latest/auth/index.html',
  },
];
