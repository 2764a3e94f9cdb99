import { epochSeconds } from '../clock.ts';
import {
  allClients,
  checkIpRanges,
  checkThreatProtection,
  type RiskConfiguration,
  riskConfigurationKind,
  riskSettings,
} from '../threat-protection/risk-configuration.ts';
import { clientId, userPoolId } from '../wire/fields.ts';
import { defineOperation } from '../wire/operation.ts';

/** Replaces the configuration: what is left out is gone. */
export default defineOperation({
  name: 'SetRiskConfiguration',
  authorization: 'iam',
  storedOnly: 'No risk is assessed here: nobody is blocked or asked for another factor.',
  input: riskSettings.extend({ UserPoolId: userPoolId, ClientId: clientId.optional() }),
  handle({ UserPoolId, ClientId, ...settings }, cognito) {
    checkThreatProtection(cognito, UserPoolId, ClientId);
    checkIpRanges(settings);
    const RiskConfiguration: RiskConfiguration = {
      UserPoolId,
      ClientId,
      ...settings,
      LastModifiedDate: epochSeconds(cognito.clock),
    };
    const key = { poolId: UserPoolId, id: ClientId ?? allClients };
    cognito.store.documents.put(riskConfigurationKind, key, RiskConfiguration);
    return { RiskConfiguration };
  },
});
