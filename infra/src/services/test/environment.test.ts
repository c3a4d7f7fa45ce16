import { existsSync, readFileSync } from 'node:fs';
import { loadStage } from '../../settings/load-stage.ts';
import { type Container, containersOf, environmentOf, servicesTemplate } from './services-template.ts';

type Variable = { readonly name: string; readonly isRequired: boolean; readonly expected: string };

/** The variables of each app, from the page that is generated from the apps' own schemas. */
const variablesOf = (app: string): readonly Variable[] => {
  const page = readFileSync(new URL('../../../../docs/environment-variables.md', import.meta.url), 'utf8');
  const section = page.split(/^## /m).find((text) => text.startsWith(`${app}\n`)) ?? '';
  return [...section.matchAll(/^\| `(\w+)` \| (.*?) \| (.*) \| [^|]*\|$/gm)].map(
    ([, name, standard, expected]) => ({
      name: name!,
      isRequired: standard === '**required**',
      expected: expected!,
    }),
  );
};

const appOf = (container: string): string => container.replace(/-(high|normal|low)$/, '');

/** Set by Fargate or read by the AWS SDK, not by our configuration. */
const OF_AWS = ['AWS_REGION'];

const namesIn = ({ Environment, Secrets = [] }: Container): string[] =>
  [...Environment, ...Secrets].map(({ Name }) => Name);

/** Whether a value is what the page says is expected. */
const fits = (value: string, expected: string): boolean => {
  const [, from, to] = /^(?:integer|number) from (\S+) to (\S+)/.exec(expected) ?? [];
  if (from !== undefined) return Number(value) >= Number(from) && Number(value) <= Number(to);
  const [, choices] = /^one of (.*)/.exec(expected) ?? [];
  if (choices !== undefined) return choices.split(', ').includes(value);
  const [, pattern] = /^text that matches (\S+)/.exec(expected) ?? [];
  if (pattern !== undefined) return new RegExp(pattern).test(value);
  return expected === 'URL' ? URL.canParse(value) : value !== '';
};

const containers = containersOf(servicesTemplate());

/** An app is on the page as soon as it has a `src/config.ts`. */
const isBuilt = (name: string): boolean => existsSync(`apps/${appOf(name)}/src/config.ts`);

describe.each(Object.entries(containers).filter(([name]) => isBuilt(name)))(
  'the environment of %s',
  (name, container) => {
    const variables = variablesOf(appOf(name));

    it('has every variable that the app requires', () => {
      expect(variables.length).toBeGreaterThan(3);
      const required = variables.filter(({ isRequired }) => isRequired).map((variable) => variable.name);
      expect(namesIn(container)).toEqual(expect.arrayContaining(required));
    });

    it('has no variable that the app does not know', () => {
      const known = [...variables.map((variable) => variable.name), ...OF_AWS];
      expect(namesIn(container).filter((given) => !known.includes(given))).toEqual([]);
    });

    it('has values that the app accepts', () => {
      const given = environmentOf(container);
      const wrong = variables.filter(
        ({ name: variable, expected }) =>
          typeof given[variable] === 'string' && !fits(given[variable], expected),
      );
      expect(wrong.map((variable) => `${variable.name}=${String(given[variable.name])}`)).toEqual([]);
    });

    it('has credentials as secrets only, or as the address of one', () => {
      const named = container.Environment.filter(({ Name }) =>
        /CREDENTIALS|SECRET|TOKEN|PASSWORD/.test(Name),
      );
      expect(named.filter(({ Value }) => !String(Value).startsWith('secretsmanager:'))).toEqual([]);
    });
  },
);

it('every app is checked', () => {
  expect(Object.keys(containers).filter(isBuilt)).toEqual(Object.keys(containers));
});

it('the setting of a stage turns the archive of analytics on', () => {
  expect(environmentOf(containers['archiver']!)['ANALYTICS']).toBe('true');
});

it('the pooler names the OCP that the workers ask, or they would recover none of its windows', () => {
  const baseUrlOf = (name: string) => environmentOf(containers[name]!)['OCP_BASE_URL'];
  expect(baseUrlOf('pooler')).toBe('https://ocp.example/api');
  expect(baseUrlOf('pooler')).toBe(baseUrlOf('reconciler-worker-high'));
});

it('the reconciler-workers may post results to the hosts of the stage', () => {
  for (const priority of ['high', 'normal', 'low'])
    expect(environmentOf(containers[`reconciler-worker-${priority}`]!)['CALLBACK_HOSTS']).toBe(
      'results.example',
    );
});

it('the API trusts certificates from the VPC only, and only with a trust store', () => {
  const name = 'MTLS_TRUSTED_PROXIES';
  expect(environmentOf(containers['ingestion-api']!)).not.toHaveProperty(name);
  const withStore = servicesTemplate({
    ingestionApi: { trustStore: { bucketName: 'trusted-clients', key: 'ca.pem' } },
  });
  expect(environmentOf(containersOf(withStore)['ingestion-api']!)[name]).toMatch(/^10\.\d+\.\d+\.\d+\/\d+$/);
});

describe('the orchestrator', () => {
  it('of each reconciler-worker is that of the stage, and each knows the state machine', () => {
    const template = servicesTemplate({ reconcilerWorker: { orchestrator: 'step-functions' } });
    const [stateMachine] = Object.keys(template.findResources('AWS::StepFunctions::StateMachine'));
    for (const priority of ['high', 'normal', 'low'])
      expect(environmentOf(containersOf(template)[`reconciler-worker-${priority}`]!)).toMatchObject({
        ORCHESTRATOR: 'step-functions',
        STATE_MACHINE_ARN: { Ref: stateMachine },
      });
  });

  it('is SQS unless the stage says otherwise', () => {
    expect(loadStage('prod').services.reconcilerWorker.orchestrator).toBe('sqs');
    expect(environmentOf(containers['reconciler-worker-high']!)['ORCHESTRATOR']).toBe('sqs');
  });
});

describe('QUEUES', () => {
  it('gives each pool of reconciler workers its priority', () => {
    const queuesOf = (name: string) => environmentOf(containers[`reconciler-worker-${name}`]!)['QUEUES'];
    expect(['high', 'normal', 'low'].map(queuesOf)).toEqual(['high', 'normal', 'low']);
  });
});

describe('writes to S3', () => {
  it.each(['ingestion-api', 'downloader', 'pooler', 'archiver'])(
    'of %s ask for the key of the buckets',
    (name) => {
      expect(environmentOf(containers[name]!)).toMatchObject({
        S3_SSE: 'aws:kms',
        S3_KMS_KEY_ID: expect.anything() as unknown,
      });
    },
  );
});
