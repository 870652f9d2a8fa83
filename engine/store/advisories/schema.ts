/** Marks a file as an advisory database of Plimsoll (`PRAGMA application_id`): "PLIM". */
export const applicationId = 0x504c494d;

/** Version of the tables (`PRAGMA user_version`); a database of another version is imported again. */
export const schemaVersion = 3;

/**
 * `head` is an advisory without what it affects and without the date that its rank begins with; `entries` is what it affects of one
 * package, so that looking a package up reads no more than that. `rank` decides which of two records with one id stays: later, then
 * greater digest. `newest` is empty where it is the date that `rank` begins with. `feed` tells where files came from, and is no content.
 */
export const tables = `
  CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE advisory (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, database TEXT NOT NULL, rank TEXT NOT NULL, newest TEXT NOT NULL, head TEXT NOT NULL);
  CREATE TABLE package (number INTEGER PRIMARY KEY, ecosystem TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (ecosystem, key));
  CREATE TABLE affected (package INTEGER NOT NULL, advisory INTEGER NOT NULL, entries TEXT NOT NULL, PRIMARY KEY (package, advisory)) WITHOUT ROWID;
  CREATE TABLE alias (id TEXT NOT NULL, advisory INTEGER NOT NULL, PRIMARY KEY (id, advisory)) WITHOUT ROWID;
  CREATE TABLE exploited (id TEXT PRIMARY KEY, rank TEXT NOT NULL, content TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE prediction (id TEXT PRIMARY KEY, rank TEXT NOT NULL, content TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE metadata (id TEXT NOT NULL, publisher TEXT NOT NULL, rank TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (id, publisher)) WITHOUT ROWID;
  CREATE TABLE feed (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
