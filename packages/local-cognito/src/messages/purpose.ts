/** Why a message is sent, as the trigger sources of CustomMessage and the custom senders end. */
export type MessagePurpose =
  | 'SignUp'
  | 'AdminCreateUser'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'Authentication';

export type Medium = 'EMAIL' | 'SMS';

/** The attribute that holds the address. */
export function addressAttribute(medium: Medium): 'email' | 'phone_number' {
  return medium === 'EMAIL' ? 'email' : 'phone_number';
}

/** `CodeDeliveryDetailsType` on the wire. */
export interface CodeDeliveryDetails {
  /** Masked. */
  Destination: string;
  DeliveryMedium: Medium;
  AttributeName: 'email' | 'phone_number';
}
