import { BusinessRule, judgeByRules } from './business-rule.ts';
import { parseRegistry, type RegistryGroup } from './registry.ts';
import { audio } from './test-call.ts';
import { registryFile } from './test-registry.ts';

const minimum = {
  name: 'not-too-short',
  version: 3,
  effect: 'flag',
  kind: 'minimum-duration',
  minDurationMs: 2_000,
};
const codecs = {
  name: 'phone-codecs',
  version: 1,
  effect: 'quarantine',
  kind: 'allowed-codecs',
  codecs: ['pcm_mulaw', 'mp3'],
};
const alive = { name: 'both-sides', version: 1, effect: 'flag', kind: 'both-channels-alive' };

const judge = (rule: object, over: Partial<typeof audio>) =>
  judgeByRules([BusinessRule.parse(rule)], { ...audio, ...over })[0];

describe('judgeByRules', () => {
  it('keeps name, version and effect of each rule beside its verdict', () => {
    const rules = [minimum, codecs, alive].map((rule) => BusinessRule.parse(rule));
    expect(judgeByRules(rules, { ...audio, channels: 2 })).toEqual([
      { name: 'not-too-short', version: 3, effect: 'flag', isMet: true },
      {
        name: 'phone-codecs',
        version: 1,
        effect: 'quarantine',
        isMet: false,
        detail: 'the codec is pcm_s16le (one of pcm_mulaw, mp3)',
      },
      { name: 'both-sides', version: 1, effect: 'flag', isMet: true },
    ]);
    expect(judgeByRules([], audio)).toEqual([]);
  });

  it.each([
    ['as long as the minimum', minimum, { durationMs: 2_000 }, true],
    ['shorter than the minimum', minimum, { durationMs: 1_999 }, false],
    ['of an allowed codec', codecs, { codec: 'mp3' }, true],
    ['of another codec', codecs, { codec: 'gsm_ms' }, false],
    ['of two channels with sound', alive, { channels: 2, flags: ['SILENT_TAIL'] }, true],
    ['with a silent channel', alive, { channels: 2, flags: ['ONE_SIDE_SILENT'] }, false],
    ['that is silent', alive, { channels: 2, flags: ['SILENT'] }, false],
    ['of one channel', alive, { channels: 1 }, false],
  ])('judges a recording %s', (_, rule, over, isMet) => {
    expect(judge(rule, over)).toMatchObject({ name: rule.name, isMet });
  });
});

describe('the business rules of a group', () => {
  const withRules = (businessRules: unknown): RegistryGroup => {
    const file = structuredClone(registryFile);
    Object.assign(file.groups[0]!, { businessRules });
    return parseRegistry(file).groups[0]!;
  };

  it('are none if the registry gives none', () => {
    expect(parseRegistry(registryFile).groups[0]!.businessRules).toEqual([]);
    expect(withRules([minimum, codecs, alive]).businessRules).toEqual([minimum, codecs, alive]);
  });

  it.each([
    ['of an unknown kind', [{ ...minimum, kind: 'maximum-duration' }]],
    ['with a misspelt key', [{ ...alive, efect: 'flag' }]],
    ['with an unknown codec', [{ ...codecs, codecs: ['mulaw'] }]],
    ['without a codec', [{ ...codecs, codecs: [] }]],
    ['without a version', [{ ...alive, version: undefined }]],
    ['with another effect', [{ ...alive, effect: 'reject' }]],
    ['of a name that is there twice', [alive, { ...minimum, name: alive.name }]],
  ])('are refused with a rule %s', (_, rules) => {
    expect(() => withRules(rules)).toThrow('groups[0].businessRules');
  });

  it.each([-0.1, 1.1, '50 %'])('are refused with a share of the call of %p', (shorterThanCallShare) => {
    const file = structuredClone(registryFile);
    Object.assign(file.groups[0]!, { shorterThanCallShare });
    expect(() => parseRegistry(file)).toThrow('groups[0].shorterThanCallShare');
  });
});
