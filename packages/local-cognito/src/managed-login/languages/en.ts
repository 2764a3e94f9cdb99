/**
 * Every text of managed login, in English. `{name}` is filled in by `look.t(key, { name })`; the other languages have the
 * same keys and the same names.
 */
export const en = {
  // Used on several pages
  continue: 'Continue',
  or: 'or',
  backToSignIn: 'Back to sign in',
  showPassword: 'Show',
  showPasswordOf: 'Show {label}',
  hidePassword: 'Hide',
  copy: 'Copy',
  copied: 'Copied',
  notYou: 'Not you?',
  useAnotherUser: 'Sign in as someone else',
  signedInAs: 'Signing in as',
  optional: 'optional',
  redirecting: 'One moment…',
  redirectingText: 'You are being taken to the next page. If nothing happens, continue here.',

  // Fields
  username: 'Username',
  email: 'E-mail address',
  phoneNumber: 'Phone number',
  phoneNumberHint: 'With country code, such as +12025550123',
  usernameOrEmail: 'Username or e-mail address',
  usernameOrPhoneNumber: 'Username or phone number',
  usernameEmailOrPhoneNumber: 'Username, e-mail address or phone number',
  emailOrPhoneNumber: 'E-mail address or phone number',
  password: 'Password',
  newPassword: 'New password',
  code: 'Code',
  name: 'Full name',
  givenName: 'First name',
  familyName: 'Last name',
  middleName: 'Middle name',
  nickname: 'Nickname',
  preferredUsername: 'Preferred username',
  profile: 'Profile page',
  picture: 'Address of your picture',
  website: 'Website',
  gender: 'Gender',
  birthdate: 'Date of birth',
  zoneinfo: 'Time zone',
  locale: 'Language and region',
  address: 'Address',

  // Sign in
  signInTitle: 'Sign in',
  signIn: 'Sign in',
  signInWith: 'Continue with {provider}',
  forgotPasswordLink: 'Forgot your password?',
  noAccountYet: 'New here?',
  signUpLink: 'Create an account',
  next: 'Next',
  signInByProviderTitle: 'Sign in with your company',
  signInByProviderDescription:
    'Give your work e-mail address, and you are taken to your company’s sign-in page.',
  noProviderForEmail: 'No company sign-in is set up for this e-mail address.',
  withProvider: 'Sign in with your company',

  // Select account
  selectUserTitle: 'Continue as',
  selectUserDescription: 'You are signed in already. Go on as the same person, or sign in as someone else.',
  continueAs: 'Continue as {username}',

  // Sign up
  signUpTitle: 'Create your account',
  signUp: 'Sign up',
  haveAccount: 'Have an account already?',
  signInLink: 'Sign in',
  termsOfUse: 'terms of use',
  privacyPolicy: 'privacy policy',
  agreeToBoth: 'By signing up you agree to the {terms} and the {privacy}.',
  agreeToTerms: 'By signing up you agree to the {terms}.',
  agreeToPrivacy: 'By signing up you agree to the {privacy}.',

  // Password rules
  passwordRules: 'The password needs',
  passwordRuleLength: 'at least {count} characters',
  passwordRuleUppercase: 'an upper-case letter',
  passwordRuleLowercase: 'a lower-case letter',
  passwordRuleNumber: 'a digit',
  passwordRuleSymbol: 'a symbol, such as ! # % +',

  // Confirm sign-up
  confirmTitle: 'Confirm your account',
  confirmDescription: 'Enter the code that was sent to {destination}.',
  confirmDescriptionUnknown: 'Enter the code that was sent to you.',
  confirm: 'Confirm',
  resendCode: 'Send a new code',
  noCodeYet: 'No code yet?',
  codeSentTo: 'A new code is on its way to {destination}.',
  confirmedTitle: 'Your account is confirmed',
  confirmedText: 'You can sign in now.',

  // Forgot and reset password
  forgotPasswordTitle: 'Forgot your password?',
  forgotPasswordDescription: 'Tell who you are, and a code to reset your password is sent to you.',
  sendResetCode: 'Send the code',
  haveResetCode: 'I have a code already',
  resetPasswordTitle: 'Set a new password',
  resetPasswordDescription: 'Enter the code that was sent to {destination}, and choose a new password.',
  resetPasswordDescriptionUnknown: 'Enter the code that was sent to you, and choose a new password.',
  resetPassword: 'Set the password',
  passwordIsReset: 'Your new password is set. Sign in with it.',
  passwordResetRequired: 'Your password has to be reset before you can sign in.',

  // New password at the first sign-in
  newPasswordTitle: 'Choose your password',
  newPasswordDescription: 'You signed in with a temporary password. Choose one of your own to go on.',
  setPassword: 'Set the password',

  // Factors
  chooseFactorTitle: 'How do you want to sign in?',
  chooseFactorDescription: 'Choose one way. You can come back and choose another.',
  factorPassword: 'Password',
  factorPasswordHint: 'Enter your password',
  factorPasskey: 'Passkey',
  factorPasskeyHint: 'Use your fingerprint, face, screen lock or security key',
  factorEmail: 'Code by e-mail',
  factorEmailHint: 'A code is sent to your e-mail address',
  factorSms: 'Code by text message',
  factorSmsHint: 'A code is sent to your phone',
  otherWay: 'Sign in another way',
  enterPasswordTitle: 'Enter your password',

  // Second step
  chooseMfaTitle: 'Choose the second step',
  chooseMfaDescription: 'Your password was right. Choose how to prove that it is you.',
  setUpMfaTitle: 'Add a second step',
  setUpMfaDescription: 'This app asks for a second step at every sign-in. Choose which one to set up.',
  mfaTotp: 'Authenticator app',
  mfaTotpHint: 'A code from an app on your phone',
  mfaSms: 'Text message',
  mfaSmsHint: 'A code is sent to your phone',
  mfaEmail: 'E-mail',
  mfaEmailHint: 'A code is sent to your e-mail address',
  totpTitle: 'Enter the code of your app',
  totpDescription: 'Open your authenticator app and enter the six digits that it shows for this app.',
  smsCodeTitle: 'Check your phone',
  smsCodeDescription: 'A text message with a code was sent to {destination}.',
  emailCodeTitle: 'Check your e-mail',
  emailCodeDescription: 'An e-mail with a code was sent to {destination}.',
  setUpEmailTitle: 'Add your e-mail address',
  setUpEmailDescription: 'Codes for the second step are sent to it.',
  setUpSmsTitle: 'Add your phone number',
  setUpSmsDescription: 'Codes for the second step are sent to it.',

  // TOTP set-up
  totpSetUpTitle: 'Set up your authenticator app',
  totpSetUpDescription: 'Any app for one-time codes will do.',
  totpSetUpScan: 'Scan this picture with the app.',
  totpSetUpManual: 'No camera? Enter this key by hand instead.',
  totpSetUpCode: 'Enter the six digits that the app shows.',
  totpQrLabel: 'QR code of the key below',
  totpKey: 'Key',
  totpDeviceName: 'Name of the device',
  totpDeviceNameHint: 'So that you know it again, such as “My phone”',
  totpSetUpDone: 'Finish',

  // Passkeys
  passkeyTitle: 'Use your passkey',
  passkeyDescription: 'Your browser asks for your fingerprint, face, screen lock or security key.',
  usePasskey: 'Use the passkey',
  passkeyAddTitle: 'Add a passkey',
  passkeyAddDescription:
    'With a passkey you sign in by fingerprint, face or screen lock, and need no password.',
  addPasskey: 'Add a passkey',
  notNow: 'Not now',
  passkeyFailed:
    'The passkey was not used: the request was cancelled, or took too long. Try again, or sign in another way.',
  passkeyAddFailed:
    'No passkey was saved: the request was cancelled, or took too long. Try again, or go on without.',
  passkeyUnsupported: 'This browser cannot use passkeys. Use another browser, or sign in another way.',
  passkeyNeedsScript: 'Passkeys need JavaScript, which is switched off in this browser. Sign in another way.',

  // Errors that a person can mend on the same page
  errorTitle: 'That did not work',
  errorFieldMissing: 'Fill in this field.',
  errorNotAuthorized: 'Incorrect username or password.',
  errorUserNotFound: 'There is no such account. Check the spelling, or create an account.',
  errorUserNotConfirmed: 'This account is not confirmed yet. Enter the code that was sent at sign-up.',
  errorUserDisabled: 'This account is disabled. Ask the people who run this app.',
  errorLockedOut: 'Too many wrong attempts. Wait a few minutes, then try again.',
  errorTemporaryPasswordExpired:
    'Your temporary password has expired. Ask the people who run this app for a new one.',
  errorCodeMismatch: 'This code is not right. Check it and try again.',
  errorExpiredCode: 'This code has expired. Ask for a new one.',
  errorCodeDelivery: 'The code could not be sent. Try again in a few minutes.',
  errorLimitExceeded: 'Too many attempts. Wait a while, then try again.',
  errorTooManyRequests: 'There are too many requests right now. Try again in a moment.',
  errorUsernameExists: 'There is an account of this name already. Sign in, or choose another name.',
  errorAliasExists: 'Another account has this e-mail address or phone number already.',
  errorInvalidPassword: 'This password does not meet the rules below.',
  errorPasswordHistory: 'You have used this password before. Choose a new one.',
  errorPasswordResetRequired: 'Your password must be reset. Ask for a code to set a new one.',
  errorNoRecovery:
    'The password cannot be reset: there is no confirmed e-mail address or phone number. Ask the people who run this app.',
  errorResetNotPossible: 'The password of this account cannot be reset now. Ask the people who run this app.',
  errorSignUpNotPermitted:
    'You cannot sign up yourself here. Ask the people who run this app for an invitation.',
  errorAlreadyConfirmed: 'This account is confirmed already. You can sign in.',
  errorInvalidParameter: 'Something in this form is not right. Check what you entered.',
  errorInvalidEmail: 'This is not an e-mail address. It looks like name@example.com.',
  errorInvalidPhoneNumber: 'This is not a phone number. Begin with + and the country code.',
  errorSoftwareTokenMismatch:
    'This code does not belong to the key. Check that the phone’s clock is right, and enter the newest code.',
  errorMfaNotAvailable: 'No second step is available for this account. Ask the people who run this app.',
  errorSessionExpired: 'You took longer than this page allows. Sign in again.',

  // The error page
  deadEndTitle: 'This page cannot go on',
  deadEndRedirectMismatchTitle: 'This app is not set up right',
  deadEndRedirectMismatch:
    'The address to go back to after sign-in is not one that the app has registered. Nobody was signed in.',
  deadEndRedirectMismatchAdvice:
    'Go back to the app and try again. If you run it: add its exact redirect URI, to the letter, to the allowed callback URLs of the app client.',
  deadEndUnknownClientTitle: 'This app is not known here',
  deadEndUnknownClient:
    'The link that brought you here names an app that does not exist, or is not allowed to sign people in here.',
  deadEndUnknownClientAdvice:
    'Go back to the app and try again. If you run it: check client_id, and that the app client may use OAuth flows.',
  deadEndExpiredTitle: 'This took too long',
  deadEndExpired: 'The sign-in was open for too long, or was begun in another browser. Nobody was signed in.',
  deadEndExpiredAdvice:
    'Go back to the app and sign in again, in one browser from beginning to end. It must accept cookies.',
  deadEndForgedTitle: 'This form was not accepted',
  deadEndForged:
    'It did not come from a page of ours, or your browser has lost the cookie that belongs to it. Nothing was changed.',
  deadEndForgedAdvice:
    'Go back to the app and start again. If it happens again, allow cookies for this site.',
  deadEndUnsolicitedTitle: 'Nobody asked for this sign-in',
  deadEndUnsolicited:
    'An answer of a sign-in provider arrived that belongs to no request, or was used before. Nobody was signed in.',
  deadEndUnsolicitedAdvice:
    'Start at the app, not at the provider. If you follow a bookmark, renew it: sign-in pages cannot be bookmarked.',
  deadEndServerError: 'Something went wrong here. It is not your fault.',
  deadEndUnknown: 'An error was encountered with the requested page.',
  deadEndUnknownAdvice: 'Go back to the app and try again.',
};

/** The texts of one language. */
export type Catalog = Record<keyof typeof en, string>;
