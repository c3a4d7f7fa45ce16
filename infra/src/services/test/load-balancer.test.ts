import { Match } from 'aws-cdk-lib/assertions';
import { containersOf, environmentOf, servicesTemplate } from './services-template.ts';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';

const attribute = (Key: string, Value: unknown) => ({
  LoadBalancerAttributes: Match.arrayWith([{ Key, Value }]),
});

describe('the load balancer', () => {
  const template = servicesTemplate();

  it('listens on 443 only, with the certificate of the settings and TLS 1.2 or later', () => {
    template.resourceCountIs(LISTENER, 1);
    template.hasResourceProperties(LISTENER, {
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
      Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/abc' }],
    });
  });

  it('admits 443 from the addresses of the settings, and nothing else', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Load balancer of the ingestion API',
      SecurityGroupIngress: [
        Match.objectLike({ CidrIp: '203.0.113.0/24', FromPort: 443, ToPort: 443 }),
        Match.objectLike({ CidrIpv6: '2001:db8::/32', FromPort: 443, ToPort: 443 }),
      ],
    });
  });

  it('forwards /v1/ and /docs only: /metrics and /health get the 404 of the listener', () => {
    template.hasResourceProperties(LISTENER, {
      DefaultActions: [
        { Type: 'fixed-response', FixedResponseConfig: Match.objectLike({ StatusCode: '404' }) },
      ],
    });
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::ListenerRule', 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/v1/*', '/docs', '/docs/*'] } }],
    });
  });

  it('answers an unknown path as the services do', () => {
    const [listener] = Object.values(template.findResources(LISTENER)) as {
      Properties: { DefaultActions: { FixedResponseConfig: { ContentType: string; MessageBody: string } }[] };
    }[];
    const { ContentType, MessageBody } = listener!.Properties.DefaultActions[0]!.FixedResponseConfig;
    expect(ContentType).toBe('application/json');
    expect(MessageBody.length).toBeLessThanOrEqual(1_024);
    expect(JSON.parse(MessageBody)).toEqual({
      type: 'urn:recordings:problem:ROUTE_UNKNOWN',
      title: 'Route unknown',
      status: 404,
      detail: 'there is no such path',
      code: 'ROUTE_UNKNOWN',
      message: 'there is no such path',
    });
  });

  it('sends requests to the port of the API, and health checks to the port of monitoring', () => {
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::TargetGroup', 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      Port: 8080,
      HealthCheckPort: '9090',
      HealthCheckPath: '/health/live',
    });
  });

  it('drops invalid headers and keeps an idle connection for longer than the longest upload', () => {
    template.hasResourceProperties(
      BALANCER,
      attribute('routing.http.drop_invalid_header_fields.enabled', 'true'),
    );
    template.hasResourceProperties(BALANCER, attribute('idle_timeout.timeout_seconds', '3660'));
  });

  it('closes an idle connection before a task does, so that no request meets a closed one', () => {
    const { KEEP_ALIVE_SECONDS } = environmentOf(containersOf(template)['ingestion-api']!);
    expect(Number(KEEP_ALIVE_SECONDS)).toBeGreaterThan(3660);
  });

  it('writes access logs to a bucket that is private, refuses plain HTTP and forgets', () => {
    template.hasResourceProperties(BALANCER, attribute('access_logs.s3.enabled', 'true'));
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90, Status: 'Enabled' })] },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 's3:PutObject',
            Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
          }),
        ]),
      },
    });
  });

  it.each([true, false])('is protected from deletion if the settings say so: %s', (deletionProtection) => {
    servicesTemplate({ ingestionApi: { deletionProtection } }).hasResourceProperties(
      BALANCER,
      attribute('deletion_protection.enabled', String(deletionProtection)),
    );
  });

  it('asks no client for a certificate without a trust store', () => {
    template.hasResourceProperties(LISTENER, { MutualAuthentication: Match.absent() });
  });

  it('verifies client certificates, their expiry included, with a trust store', () => {
    const withStore = servicesTemplate({
      ingestionApi: { trustStore: { bucketName: 'trusted-clients', key: 'ca.pem' } },
    });
    withStore.hasResourceProperties(LISTENER, {
      MutualAuthentication: {
        Mode: 'verify',
        IgnoreClientCertificateExpiry: false,
        TrustStoreArn: Match.anyValue(),
      },
    });
    withStore.hasResourceProperties('AWS::ElasticLoadBalancingV2::TrustStore', {
      CaCertificatesBundleS3Bucket: 'trusted-clients',
      CaCertificatesBundleS3Key: 'ca.pem',
    });
  });
});
