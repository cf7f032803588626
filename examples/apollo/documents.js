// What this app asks. A field that takes `locale` is given it: then the cache keeps each language apart.

import { gql } from "@apollo/client";

const CARD = gql`
  fragment Card on PageInterface {
    id
    title
    summary
    path
    image { id alt(locale: $locale) rendition(preset: CARD) { url width height } }
  }
`;

const BLOCKS = gql`
  fragment Blocks on BodyBlock {
    ... on HeadingBlock { id level anchor text }
    ... on ParagraphsBlock { id richText { html } }
    ... on QuoteBlock { id text who }
    ... on ImageCaptionBlock { id caption altText decorative image { id alt(locale: $locale) url width height } }
    ... on TableBlock { id caption headerRow rows { id cells } }
    ... on RelatedPagesBlock { id title pages { id title path } }
  }
`;

export const NEWS = gql`
  query News($locale: Locale!, $first: Int!, $after: String) {
    news(locale: $locale, first: $first, after: $after) {
      totalCount
      edges { cursor node { ...Card } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${CARD}
`;

export const PAGE = gql`
  query Page($path: String!, $locale: Locale!) {
    page(path: $path) { id title summary locale body { ...Blocks } }
  }
  ${BLOCKS}
`;

export const SEARCH = gql`
  query Find($query: String!, $locale: Locale!, $types: [PageType!], $filter: SearchFilter, $after: String) {
    search(query: $query, locale: $locale, types: $types, filter: $filter, first: 10, after: $after) {
      totalCount
      nodes { title { html } snippet { html } page { id path } }
      pageInfo { hasNextPage endCursor }
      facets { name values { value label count } }
    }
  }
`;

export const CHANGES = gql`
  query Changes($after: String, $locale: Locale!) {
    changes(after: $after, first: 50, types: [NewsPage], locale: $locale) {
      changes { what id node { id ... on NewsPage { ...Card } } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${CARD}
`;

export const PREVIEW = gql`
  query Preview($token: String!, $locale: Locale) {
    preview(token: $token) { id title summary locale body { ...Blocks } }
  }
  ${BLOCKS}
`;
