// The statements that pg_dump writes, versions 15 to 18, by the grammar's name of each. Whatever is
// not here is refused: a list of what is known to be bad would always be one short.
import { property } from './contents.ts';
import { objectionsInCode } from './hostile-code.ts';
import {
  codeOfExtension,
  isServerFilesRole,
  isTrustedLanguage,
  objection,
  WRITTEN_SETTINGS,
  type Objection,
} from './hostile-names.ts';
import { isWrittenCopy, isWrittenSelect, isWrittenUpdate } from './hostile-forms.ts';
import { itemsOf, nameOf, optionOf, textOf } from './hostile-nodes.ts';

type Rule = (node: unknown) => Objection[];

const written: Rule = () => [];
const refuse =
  (code: Objection['code'], what: string): Rule =>
  (node) => [objection(code, `${what}${nameOf(node)}`)];
const onlyIf =
  (isWritten: (node: unknown) => boolean, what: string): Rule =>
  (node) =>
    isWritten(node) ? [] : [objection('HOSTILE_STATEMENT', what)];
const FOREIGN = 'HOSTILE_FOREIGN_SERVER';

const RULES: Readonly<Record<string, Rule>> = {
  // Objects, as they are made, changed by what belongs to them, and dropped by --clean.
  AlterDefaultPrivilegesStmt: written,
  AlterDomainStmt: written,
  AlterObjectDependsStmt: written,
  AlterOpFamilyStmt: written,
  AlterPublicationStmt: written,
  AlterSeqStmt: written,
  AlterStatsStmt: written,
  AlterTSConfigurationStmt: written,
  CompositeTypeStmt: written,
  CreateAmStmt: written,
  CreateCastStmt: written,
  CreateConversionStmt: written,
  CreateDomainStmt: written,
  CreateEnumStmt: written,
  CreateOpClassStmt: written,
  CreateOpFamilyStmt: written,
  CreatePolicyStmt: written,
  CreatePublicationStmt: written,
  CreateRangeStmt: written,
  CreateSeqStmt: written,
  CreateStatsStmt: written,
  CreateStmt: written,
  CreateTrigStmt: written,
  DefineStmt: written,
  DropStmt: written,
  DropUserMappingStmt: written,
  IndexStmt: written,
  RefreshMatViewStmt: written,
  RuleStmt: written,
  SecLabelStmt: written,
  CommentStmt: written,
  ViewStmt: written,
  CreateSchemaStmt: onlyIf(
    (node) => itemsOf(node, 'schemaElts').length === 0,
    'CREATE SCHEMA with other statements inside',
  ),
  CreateTableAsStmt: onlyIf(
    (node) =>
      property(node, 'objtype') === 'OBJECT_MATVIEW' &&
      property(property(node, 'into'), 'skipData') === true,
    'a table is made from a query',
  ),
  AlterTableStmt: alterTable,
  AlterOwnerStmt: (node) => ofObject(property(node, 'objectType'), 'an owner of '),
  GrantStmt: grant,
  CreateExtensionStmt: extension,
  CreateFunctionStmt: createFunction,
  CreateTransformStmt: (node) => language(property(node, 'lang'), 'a transform'),

  // Data.
  CopyStmt: copy,
  // Those that pg_dump writes are read as rows, before anybody asks what they are.
  InsertStmt: refuse('HOSTILE_STATEMENT', 'INSERT in another form than pg_dump writes it, into'),
  SelectStmt: onlyIf(isWrittenSelect, 'SELECT of another form than pg_dump writes'),
  UpdateStmt: onlyIf(isWrittenUpdate, 'UPDATE'),

  // The database and the session.
  AlterDatabaseSetStmt: written,
  AlterDatabaseStmt: written,
  CreatedbStmt: written,
  DropdbStmt: written,
  VariableSetStmt: onlyIf(
    (node) => WRITTEN_SETTINGS.has(textOf(property(node, 'name')).toLowerCase()),
    'SET of what pg_dump does not set',
  ),

  // What belongs to the whole cluster: pg_dumpall writes it.
  AlterRoleSetStmt: (node) => (property(node, 'database') === undefined ? cluster(node) : []),
  AlterRoleStmt: cluster,
  AlterTableSpaceOptionsStmt: cluster,
  CreateRoleStmt: cluster,
  CreateTableSpaceStmt: cluster,
  DropRoleStmt: cluster,
  DropTableSpaceStmt: cluster,
  GrantRoleStmt: grantRole,

  // What reaches out of the database.
  AlterEventTrigStmt: refuse('HOSTILE_EVENT_TRIGGER', 'ALTER EVENT TRIGGER'),
  AlterFdwStmt: refuse(FOREIGN, 'ALTER FOREIGN DATA WRAPPER'),
  AlterForeignServerStmt: refuse(FOREIGN, 'ALTER SERVER'),
  AlterSubscriptionStmt: refuse('HOSTILE_SUBSCRIPTION', 'ALTER SUBSCRIPTION'),
  AlterSystemStmt: refuse('HOSTILE_ALTER_SYSTEM', 'ALTER SYSTEM'),
  AlterUserMappingStmt: refuse('HOSTILE_USER_MAPPING', 'ALTER USER MAPPING'),
  CreateEventTrigStmt: refuse('HOSTILE_EVENT_TRIGGER', 'CREATE EVENT TRIGGER'),
  CreateFdwStmt: refuse(FOREIGN, 'CREATE FOREIGN DATA WRAPPER'),
  CreateForeignServerStmt: refuse(FOREIGN, 'CREATE SERVER'),
  CreateForeignTableStmt: (node) => refuse(FOREIGN, 'CREATE FOREIGN TABLE')(property(node, 'base')),
  CreatePLangStmt: refuse('HOSTILE_LANGUAGE', 'CREATE LANGUAGE'),
  CreateSubscriptionStmt: refuse('HOSTILE_SUBSCRIPTION', 'CREATE SUBSCRIPTION'),
  CreateUserMappingStmt: refuse('HOSTILE_USER_MAPPING', 'CREATE USER MAPPING'),
  DropSubscriptionStmt: refuse('HOSTILE_SUBSCRIPTION', 'DROP SUBSCRIPTION'),
  ImportForeignSchemaStmt: refuse(FOREIGN, 'IMPORT FOREIGN SCHEMA'),
  LoadStmt: () => [objection('HOSTILE_LOAD', 'LOAD')],
  DoStmt: (node) => [
    objection('HOSTILE_STATEMENT', 'DO'),
    ...objectionsInCode(optionOf(node, 'as', 'args').join('\n'), 'plpgsql'),
  ],
};

/** Objections to a statement for what it is; what stands inside it is walked elsewhere. */
export function objectionsToKind(kind: string, node: unknown): Objection[] {
  const rule = Object.hasOwn(RULES, kind) ? RULES[kind] : undefined;
  if (rule !== undefined) return rule(node);
  return [objection('HOSTILE_STATEMENT', wordsOf(kind))];
}

/** `AlterFunctionStmt` is ALTER FUNCTION. */
function wordsOf(kind: string): string {
  const words = kind.replace(/Stmt$/, '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
  return words === 'Transaction' ? 'BEGIN or COMMIT' : words.toUpperCase();
}

/** Whether a statement takes something away, as --clean does before anything is made. */
export function isDropping(kind: string, node: unknown): boolean {
  if (kind === 'DropStmt' || kind === 'DropdbStmt' || kind === 'DropUserMappingStmt') return true;
  return (
    kind === 'AlterTableStmt' &&
    itemsOf(node, 'cmds').some(
      (each) => property(property(each, 'AlterTableCmd'), 'subtype') === 'AT_DropConstraint',
    )
  );
}

/** Parts of ALTER TABLE that pg_dump writes; `AT_` stands before each in the grammar. */
const ALTERATIONS: ReadonlySet<string> = new Set(
  (
    'AddConstraint AddIdentity AlterConstraint AttachPartition ChangeOwner ClusterOn ColumnDefault ' +
    'DisableRule DisableTrig DisableTrigAll DropConstraint EnableAlwaysRule EnableAlwaysTrig ' +
    'EnableReplicaRule EnableReplicaTrig EnableRowSecurity EnableRule EnableTrig EnableTrigAll ' +
    'ForceRowSecurity ReplicaIdentity SetAccessMethod SetCompression SetLogged SetNotNull SetOptions ' +
    'SetRelOptions SetStatistics SetStorage SetUnLogged'
  )
    .split(' ')
    .map((name) => `AT_${name}`),
);

function alterTable(node: unknown): Objection[] {
  const name = nameOf(node);
  if (property(node, 'objtype') === 'OBJECT_FOREIGN_TABLE') {
    return [objection(FOREIGN, `ALTER FOREIGN TABLE${name}`)];
  }
  const odd = itemsOf(node, 'cmds')
    .map((each) => textOf(property(property(each, 'AlterTableCmd'), 'subtype')))
    .filter((part) => !ALTERATIONS.has(part));
  return [...new Set(odd)].map((part) =>
    objection('HOSTILE_STATEMENT', `ALTER TABLE${name} with ${part.slice('AT_'.length)}`),
  );
}

const OBJECT_CODES: Readonly<Record<string, Objection['code']>> = {
  OBJECT_EVENT_TRIGGER: 'HOSTILE_EVENT_TRIGGER',
  OBJECT_FDW: FOREIGN,
  OBJECT_FOREIGN_SERVER: FOREIGN,
  OBJECT_FOREIGN_TABLE: FOREIGN,
  OBJECT_SUBSCRIPTION: 'HOSTILE_SUBSCRIPTION',
  OBJECT_USER_MAPPING: 'HOSTILE_USER_MAPPING',
  OBJECT_PARAMETER_ACL: 'INTAKE_CLUSTER_DUMP',
  OBJECT_TABLESPACE: 'INTAKE_CLUSTER_DUMP',
};

function ofObject(type: unknown, what: string): Objection[] {
  const code = OBJECT_CODES[textOf(type)];
  const words = textOf(type).replace('OBJECT_', '').replaceAll('_', ' ').toLowerCase();
  if (code === 'INTAKE_CLUSTER_DUMP') return cluster(null);
  return code === undefined ? [] : [objection(code, `${what}${words}`)];
}

function grant(node: unknown): Objection[] {
  return ofObject(property(node, 'objtype'), 'a grant on ');
}

function cluster(node: unknown): Objection[] {
  const found = [
    objection('INTAKE_CLUSTER_DUMP', 'it makes or changes what belongs to a whole cluster'),
  ];
  const hasPassword = itemsOf(node, 'options').some((option) => {
    const element = property(option, 'DefElem');
    return property(element, 'defname') === 'password' && property(element, 'arg') !== undefined;
  });
  if (!hasPassword) return found;
  const role =
    textOf(property(node, 'role') ?? '') || textOf(property(property(node, 'role'), 'rolename'));
  return [...found, objection('INTAKE_ROLE_PASSWORD', `it sets the password of role "${role}"`)];
}

function grantRole(node: unknown): Objection[] {
  const roles = itemsOf(node, 'granted_roles').map((each) =>
    textOf(property(property(each, 'AccessPriv'), 'priv_name')),
  );
  return roles.some(isServerFilesRole)
    ? [
        ...cluster(null),
        objection('HOSTILE_FILE_ACCESS', 'a grant of access to files of the server'),
      ]
    : cluster(null);
}

function copy(node: unknown): Objection[] {
  const table = nameOf(node);
  if (property(node, 'is_program') === true) {
    return [objection('HOSTILE_COPY_PROGRAM', `COPY${table} with a program`)];
  }
  if (property(node, 'filename') !== undefined) {
    return [objection('HOSTILE_FILE_ACCESS', `COPY${table} with a file of the server`)];
  }
  return isWrittenCopy(node)
    ? []
    : [objection('HOSTILE_STATEMENT', `COPY${table} of another form than pg_dump writes`)];
}

function extension(node: unknown): Objection[] {
  const name = textOf(property(node, 'extname'));
  const code = codeOfExtension(name);
  if (code !== null) return [objection(code, `CREATE EXTENSION ${name}`)];
  const options = itemsOf(node, 'options').map((each) =>
    textOf(property(property(each, 'DefElem'), 'defname')),
  );
  return options.includes('cascade')
    ? [objection('HOSTILE_STATEMENT', `CREATE EXTENSION ${name} with others that are not named`)]
    : [];
}

function createFunction(node: unknown): Objection[] {
  const name = nameOf(node);
  const given = optionOf(node, 'language')[0];
  // Without one the body stands in the statement itself, in SQL, and is walked with it.
  const spoken = given ?? 'sql';
  const objections = language(spoken, `function${name}`);
  const body = optionOf(node, 'as').join('\n');
  const inside = objectionsInCode(body, spoken).map(({ code, what }) =>
    objection(code, `function${name}: ${what}`),
  );
  const isDefiner = itemsOf(node, 'options').some((option) => {
    const element = property(option, 'DefElem');
    const value = property(property(element, 'arg'), 'Boolean');
    return property(element, 'defname') === 'security' && property(value, 'boolval') === true;
  });
  return [
    ...objections,
    ...inside,
    ...(isDefiner
      ? [objection('INTAKE_SECURITY_DEFINER', `function${name} runs with its owner's rights`)]
      : []),
  ];
}

function language(given: unknown, what: string): Objection[] {
  const name = textOf(given);
  if (isTrustedLanguage(name)) return [];
  return [objection('HOSTILE_LANGUAGE', `${what} is written in "${name}"`)];
}
