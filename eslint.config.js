import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/**
 * app → use-case, adapter, platform → core; dev → core, use-case; infra → core. Adapters never import each other; an app
 * joins them. No project imports infra, because no layer lists it.
 */
const layers = [
  { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:core'] },
  { sourceTag: 'layer:use-case', onlyDependOnLibsWithTags: ['layer:core'] },
  { sourceTag: 'layer:adapter', onlyDependOnLibsWithTags: ['layer:core'] },
  { sourceTag: 'layer:platform', onlyDependOnLibsWithTags: ['layer:core'] },
  { sourceTag: 'layer:dev', onlyDependOnLibsWithTags: ['layer:core', 'layer:use-case'] },
  { sourceTag: 'layer:infra', onlyDependOnLibsWithTags: ['layer:core'] },
  {
    sourceTag: 'layer:app',
    onlyDependOnLibsWithTags: [
      'layer:core',
      'layer:use-case',
      'layer:adapter',
      'layer:platform',
      'layer:dev',
    ],
  },
];

/** Tests may use the test kit and start the embedded AWS whatever their lib's layer. */
const layersOfTests = layers.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
  sourceTag,
  onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, 'layer:dev', 'layer:platform'],
}));

/** Only tests and local tools may use the embedded emulators and the test kit; a deployed app never does. */
const devOnly = [
  'apps/dev-stack/**',
  'apps/e2e/**',
  'libs/dev/local-aws/**',
  '**/test/**',
  '**/*.test.ts',
  'tools/**',
];

const localOnly = ['@recordings/local-aws', '@recordings/test-kit', 'fauxqs', 'dynalite'].map((name) => ({
  name,
  message: 'only tests and local tools may import it',
}));

const tests = ['**/*.test.ts', '**/test/**'];

/** Files that only join what other files make; their functions may be longer. */
const wiring = ['**/main.ts', 'apps/*/src/start-*.ts', 'apps/ingestion-api/src/app.ts'];

/** Core and use cases get time, timers, ids and randomness as arguments, so that virtual time can run them. */
const PURE = 'core and use cases are pure: take it as an argument';
const impureGlobals = [
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'crypto',
  'process',
  'globalThis',
  'Temporal',
];
const impureModules = [
  'child_process',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'net',
  'os',
  'perf_hooks',
  'process',
  'timers',
  'timers/promises',
  'worker_threads',
];
const bothNames = (module) => [module, `node:${module}`];
const purity = {
  'no-restricted-globals': ['error', ...impureGlobals.map((name) => ({ name, message: PURE }))],
  'no-restricted-properties': [
    'error',
    ...[
      ['Date', 'now'],
      ['Math', 'random'],
      ['AbortSignal', 'timeout'],
    ].map(([object, property]) => ({ object, property, message: PURE })),
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: PURE },
    { selector: "CallExpression[callee.name='Date']", message: PURE },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        ...localOnly,
        ...impureModules.flatMap(bothNames).map((name) => ({ name, message: PURE })),
        ...bothNames('crypto').map((name) => ({ name, allowImportNames: ['createHash'], message: PURE })),
      ],
    },
  ],
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/cdk.out/**',
      '.nx/**',
      'reports/**',
      '.local/**',
      'tools/layer-fixture/**',
    ],
  },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin, '@nx': nx },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints: layers, enforceBuildableLibDependency: false },
      ],
      'no-console': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['apps/**/src/**/*.ts', 'libs/**/src/**/*.ts', 'infra/src/**/*.ts'],
    ignores: [...devOnly],
    rules: {
      'no-restricted-imports': ['error', { paths: localOnly }],
    },
  },
  {
    files: ['**/src/**/*.ts'],
    ignores: ['**/main.ts', '**/*.test.ts', ...devOnly],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'only main.ts reads the environment' },
      ],
    },
  },
  {
    files: ['apps/*/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name=/^(DynamoDB|S3|SNS|SQS)Client$/]',
          message: 'the SDK waits for minutes or for ever: make the client by the factory of its adapter',
        },
      ],
    },
  },
  {
    files: ['libs/{core,use-cases}/*/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: purity,
  },
  {
    files: ['**/src/**/*.ts', 'tools/**/*.ts'],
    ignores: [...wiring, ...tests],
    rules: {
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.test.ts', '**/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], depConstraints: layersOfTests, enforceBuildableLibDependency: false },
      ],
    },
  },
  {
    files: ['tools/**/*.ts', '**/*.test.ts', '**/test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Written by `npm run docs`.
    files: ['examples/**/*.d.ts'],
    rules: { 'max-lines': 'off' },
  },
);
