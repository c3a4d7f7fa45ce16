import type { Template } from 'aws-cdk-lib/assertions';
import { servicesTemplate } from './services-template.ts';

type Rule = Readonly<Record<string, unknown>>;
type Group = {
  readonly Properties: {
    readonly GroupDescription: string;
    readonly SecurityGroupIngress?: Rule[];
    readonly SecurityGroupEgress?: Rule[];
  };
};

/** The rules of a group, those that are resources of their own included: peer, and first and last port. */
const rulesOf = (template: Template, description: string, direction: 'Ingress' | 'Egress'): string[] => {
  const [id, { Properties }] = Object.entries(
    template.findResources('AWS::EC2::SecurityGroup') as Record<string, Group>,
  ).find(([, group]) => group.Properties.GroupDescription === description)!;
  const own = Properties[`SecurityGroup${direction}`] ?? [];
  const apart = Object.values(template.findResources(`AWS::EC2::SecurityGroup${direction}`))
    .map((resource) => (resource as { Properties: Rule }).Properties)
    .filter(({ GroupId }) => JSON.stringify(GroupId).includes(`"${id}"`));
  return [...own, ...apart].map(textOf).sort();
};

const textOf = (rule: Rule): string => {
  const peer = rule['CidrIp'] ?? rule['SourceSecurityGroupId'] ?? rule['DestinationSecurityGroupId'];
  const name = typeof peer === 'string' ? peer : JSON.stringify(peer).replace(/.*"(\w+Group)\w*",.*/, '$1');
  return `${name} ${String(rule['FromPort'])}-${String(rule['ToPort'])}`;
};

const INGESTION = 'Tasks of the ingestion API';
const WORKERS = 'Tasks of the workers and of the pooler';

describe('the security groups', () => {
  const template = servicesTemplate();

  it('admit to the API its load balancer, and to the port of monitoring the VPC, too', () => {
    expect(rulesOf(template, INGESTION, 'Ingress')).toEqual([
      '10.20.0.0/16 9090-9090',
      'LoadBalancerGroup 8080-8080',
      'LoadBalancerGroup 9090-9090',
    ]);
  });

  it('admit to the workers the VPC on the port of monitoring only', () => {
    expect(rulesOf(template, WORKERS, 'Ingress')).toEqual(['10.20.0.0/16 9090-9090']);
  });

  it.each([INGESTION, WORKERS])('let %s connect on 443 only', (description) => {
    expect(rulesOf(template, description, 'Egress')).toEqual(['0.0.0.0/0 443-443']);
  });

  it('let the load balancer connect to the API only', () => {
    expect(rulesOf(template, 'Load balancer of the ingestion API', 'Egress')).toEqual([
      'IngestionGroup 8080-8080',
      'IngestionGroup 9090-9090',
    ]);
  });

  it('let the workers connect on the port of OCP if it is another one', () => {
    const other = servicesTemplate({ ocp: { baseUrl: 'https://ocp.example:8443' } });
    expect(rulesOf(other, WORKERS, 'Egress')).toEqual(['0.0.0.0/0 443-443', '0.0.0.0/0 8443-8443']);
  });

  it('are not made for an OCP without TLS', () => {
    expect(() => servicesTemplate({ ocp: { baseUrl: 'http://ocp.example' } })).toThrow(/expected https/);
  });
});
