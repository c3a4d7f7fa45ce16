import { parseRegistry, type RegistryGroup } from '@recordings/call-record';
import { ConfigurationError } from '@recordings/service';
import { makeRegistryFile } from '@recordings/test-kit';
import { isDrivenByWorkflow, requireOrchestrators } from './require-orchestrators.ts';

type Orchestrator = NonNullable<RegistryGroup['orchestrator']>;

const groups = parseRegistry(
  makeRegistryFile(
    { name: 'Acme_EN', tenant: 'acme', exportProfile: 'omilia' },
    { name: 'Bolt_EN', tenant: 'bolt' },
  ),
).groups;
const [merging, driven] = groups as [RegistryGroup, RegistryGroup];
const STATE_MACHINE_ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:prod-reconciliation';
const polls = { POLL_DELAY_SECONDS: 300, MAX_POLLS: 6 };
const bySqs = { ORCHESTRATOR: 'sqs', STATE_MACHINE_ARN, ...polls } as const;
const byStepFunctions = { ...bySqs, ORCHESTRATOR: 'step-functions' } as const;
const under = (orchestrator: Orchestrator, group: RegistryGroup): RegistryGroup => ({
  ...group,
  orchestrator,
});

describe('isDrivenByWorkflow', () => {
  it.each<[Orchestrator, Orchestrator | undefined, boolean]>([
    ['sqs', undefined, false],
    ['step-functions', undefined, true],
    ['sqs', 'step-functions', true],
    ['step-functions', 'sqs', false],
  ])(
    'follows the group, and the variable %s if the group says nothing: %s',
    (ORCHESTRATOR, orchestrator, is) => {
      expect(isDrivenByWorkflow({ ORCHESTRATOR }, orchestrator ? { orchestrator } : {})).toBe(is);
    },
  );
});

describe('requireOrchestrators', () => {
  it('takes groups of both orchestrators, each with a profile that fits', () => {
    const both = [merging, under('step-functions', driven)];
    expect(() => requireOrchestrators(bySqs, both)).not.toThrow();
    expect(() => requireOrchestrators(byStepFunctions, [under('sqs', merging), driven])).not.toThrow();
  });

  it('needs no state machine if Step Functions drives no group', () => {
    expect(() => requireOrchestrators({ ...bySqs, STATE_MACHINE_ARN: undefined }, groups)).not.toThrow();
  });

  it('refuses a group that Step Functions should drive if there is no state machine, and names it', () => {
    const config = { ...bySqs, STATE_MACHINE_ARN: undefined };
    const require = () => requireOrchestrators(config, [merging, under('step-functions', driven)]);
    expect(require).toThrow(ConfigurationError);
    expect(require).toThrow(
      `STATE_MACHINE_ARN is required by the orchestrator of: Bolt_EN of bolt (${driven.exportProfile})`,
    );
  });

  it('refuses a group whose profile merges windows, by the variable too, and says what to change', () => {
    expect(() => requireOrchestrators(byStepFunctions, groups)).toThrow(
      'the orchestrator "step-functions" needs an export profile with runningJobsPerGroup "unbounded"; ' +
        'set their orchestrator to "sqs": Acme_EN of acme (omilia)',
    );
    expect(() => requireOrchestrators(bySqs, [under('step-functions', merging)])).toThrow('Acme_EN of acme');
  });

  it.each([
    [3_600, 4],
    [43_200, 1],
    [15, 1_000],
  ])('refuses polls that take as long as an execution: every %i s, %i times', (delayS, MAX_POLLS) => {
    const config = { ...bySqs, POLL_DELAY_SECONDS: delayS, MAX_POLLS };
    const require = () => requireOrchestrators(config, [under('step-functions', driven)]);
    expect(require).toThrow(ConfigurationError);
    expect(require).toThrow(
      `POLL_DELAY_SECONDS times MAX_POLLS is ${delayS} s times ${MAX_POLLS}, expected less than 14400 s: ` +
        `an execution of Step Functions ends then, of: Bolt_EN of bolt (${driven.exportProfile})`,
    );
  });

  it('takes polls that end before the execution, and longer ones if Step Functions drives no group', () => {
    const shorter = { ...bySqs, POLL_DELAY_SECONDS: 3_599, MAX_POLLS: 4 };
    expect(() => requireOrchestrators(shorter, [under('step-functions', driven)])).not.toThrow();
    expect(() => requireOrchestrators({ ...bySqs, POLL_DELAY_SECONDS: 43_200 }, groups)).not.toThrow();
  });
});
