export type Environment = Readonly<Record<string, string | undefined>>;

/** What a process needs to run, and the log level. No AWS profile or endpoint of the user's may reach a service. */
const INHERITED = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TZ',
  'LANG',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'SystemRoot',
  'LOG_LEVEL',
  'REGISTRY_RELOAD_SECONDS',
  // How the simulator serves exports.
  'EXPORT_FORM',
  'DOWNLOAD_RANGES',
  'DOWNLOAD_CUT_BYTES',
  // When it lets credentials end.
  'OCP_TOKEN_LIFE_MS',
  'OCP_KEY_REQUESTS',
  'OCP_NEXT_API_KEY',
];

/** The variables of this process that its services get too. */
export const inheritedSettings = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    INHERITED.map((name) => [name, environment[name]] as const).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
