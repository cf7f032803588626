// A page with its draft, by the token of a link that an editor made. By POST, so that the token stands in no log.

const PREVIEW = `
  query Preview($token: String!) {
    preview(token: $token) {
      __typename
      id
      title
      summary
      locale
      body {
        __typename
        ... on HeadingBlock { level anchor text }
        ... on ParagraphsBlock { richText { html } }
        ... on QuoteBlock { text who }
        ... on ImageCaptionBlock { caption altText decorative image { alt url width height } }
        ... on CodeBlock { code }
      }
    }
  }
`;

/** The page, or null for a token that is not known or not valid any more. Never keep the answer. */
export async function preview(ask, token) {
  return (await ask(PREVIEW, { token })).preview;
}
