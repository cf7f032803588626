"""The types of the root field ``search``: hits with highlights, the filter, and the root field itself."""

from functools import cached_property

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLFloat,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.limits import LIMITS
from api.projection.search_readers import (
    HighlightOf,
    HitCount,
    HitOfEdge,
    HitPage,
    Hits,
    Promoted,
    Ranges,
    SearchFacets,
    SearchPageInfo,
    Simple,
)
from api.projection.values import FacetKind
from api.search_root import SearchPages
from api.types.connections import FACET, PAGE_INFO, Connections, TermKind, window_arguments
from api.types.dates import dated_filters
from api.types.declared import read_by
from api.types.enums import FIRST_LANGUAGE, LOCALE
from api.types.pages import PAGE_TYPE, PageTypes, page_models
from search.highlights import SNIPPET_LENGTH
from search.promotion_form import MOST_PAGES
from search.reading import MOST_RANKED, TYPE_KIND

HIGHLIGHT_RANGE = GraphQLObjectType(
    "HighlightRange",
    {
        "start": read_by(
            Simple(lambda place: place[0]),
            GraphQLNonNull(GraphQLInt),
            "Where it begins in `text`, from 0, counted in Unicode code points.",
        ),
        "length": read_by(
            Simple(lambda place: place[1]), GraphQLNonNull(GraphQLInt), "Its length in Unicode code points."
        ),
    },
    description="A place in a text that answers the question.",
)
HIGHLIGHT = GraphQLObjectType(
    "Highlight",
    {
        "html": read_by(
            Simple(lambda highlight: highlight.html),
            GraphQLNonNull(GraphQLString),
            "Safe HTML: what was found stands in `<mark>`, everything else is escaped.",
        ),
        "text": read_by(
            Simple(lambda highlight: highlight.text), GraphQLNonNull(GraphQLString), "The same words without markup."
        ),
        "ranges": read_by(
            Ranges(),
            GraphQLNonNull(GraphQLList(GraphQLNonNull(HIGHLIGHT_RANGE))),
            "What was found in `text`, in order; none overlaps another.",
        ),
    },
    description="Words of a page with what was found in them.",
)


class SearchTypes:
    """Makes the root field ``search`` and its types over the page types."""

    def __init__(self, pages: PageTypes, connections: Connections) -> None:
        self.pages = pages
        self.connections = connections

    @cached_property
    def terms(self) -> dict[str, TermKind]:
        """The filter fields, by kind of term: the vocabularies that any type of page names."""
        return self.connections.vocabulary_kinds(page_models())

    def field(self) -> GraphQLField:
        """The root field."""
        facet_kinds = {
            TYPE_KIND: FacetKind(
                "types", False, {name: model._meta.verbose_name_plural for name, model in page_models().items()}
            ),
            **{kind: FacetKind(term.name, True) for kind, term in self.terms.items()},
        }
        return GraphQLField(
            GraphQLNonNull(self._connection()),
            args={
                "query": GraphQLArgument(
                    GraphQLNonNull(GraphQLString),
                    description=(
                        'As in a web search: all words must be there; `"words in quotes"` stand together, `-word` is'
                        " left out, of `this OR that` one is enough. Accents, capitals and endings make no difference."
                        f" At most {LIMITS.search_characters} characters and {LIMITS.search_terms} words. Without a"
                        " word that says anything, nothing is found."
                    ),
                ),
                "types": GraphQLArgument(
                    GraphQLList(GraphQLNonNull(PAGE_TYPE)), description="Only pages of these types; default: all."
                ),
                "filter": GraphQLArgument(self._filter(), description="Default: everything."),
                "locale": GraphQLArgument(
                    LOCALE,
                    description=f"Language of the pages and of the question; {FIRST_LANGUAGE}.",
                ),
                **window_arguments(),
            },
            resolve=SearchPages(tuple(page_models()), self.terms, facet_kinds),
            description=(
                f"Full text over all pages, the best first. Of more than {MOST_RANKED:,} hits the newest are ranked"
                " and the others follow; the total and the facets count all."
            ),
        )

    def _filter(self) -> GraphQLInputObjectType:
        fields = {
            term.name: GraphQLInputField(
                GraphQLList(GraphQLNonNull(GraphQLString)),
                description="Only what carries any of these slugs or ids; an empty list filters nothing.",
            )
            for term in self.terms.values()
        }
        fields |= dated_filters(page_models().values())
        return GraphQLInputObjectType(
            "SearchFilter", fields, description="All fields given must hold; of the values of one field, any."
        )

    def _connection(self) -> GraphQLObjectType:
        hit = self._hit()
        edge = GraphQLObjectType(
            "SearchEdge",
            {
                "cursor": read_by(
                    Simple(lambda one: one.searched.cursor.write(one.entry)),
                    GraphQLNonNull(GraphQLString),
                    "Its place, for `after` and `before` of the same question.",
                ),
                "node": read_by(HitOfEdge(), GraphQLNonNull(hit), "The hit itself."),
            },
            description="A hit with its place.",
        )
        return GraphQLObjectType(
            "SearchConnection",
            {
                "totalCount": read_by(
                    HitCount(),
                    GraphQLNonNull(GraphQLInt),
                    "Number of hits on all pages, under all filters. Counted only when asked.",
                ),
                "nodes": read_by(
                    Hits("SearchHit"),
                    GraphQLNonNull(GraphQLList(GraphQLNonNull(hit))),
                    "The hits of this page, the best first; between equal scores the id decides.",
                ),
                "edges": read_by(
                    Hits("SearchEdge"),
                    GraphQLNonNull(GraphQLList(GraphQLNonNull(edge))),
                    "The hits of this page, each with its cursor.",
                ),
                "pageInfo": read_by(
                    SearchPageInfo(), GraphQLNonNull(PAGE_INFO), "Where this page stands among the hits."
                ),
                "facets": read_by(
                    SearchFacets(),
                    GraphQLNonNull(GraphQLList(GraphQLNonNull(FACET))),
                    "What occurs among the hits: `types` and the filter fields. Each counts under all filters but its"
                    " own, so that its numbers tell what choosing another value would find; chosen values are there"
                    " even with 0. Counted only when asked.",
                ),
                "promoted": read_by(
                    Promoted(),
                    GraphQLNonNull(GraphQLList(GraphQLNonNull(self._promoted()))),
                    "What editors chose to stand before the hits of this question, in their order; mostly nothing, at"
                    f" most {MOST_PAGES}. The same on each page of hits, under the same `types` and `filter`. Told"
                    " apart from the hits, it changes none of them: a page that is found too is among `nodes` as well,"
                    " at its own place. A question matches in its words; accents, capitals, endings, order and empty"
                    " words make no difference, and one with `-word` or `OR` has none.",
                ),
            },
            description="What a search has found, read page by page, and what editors recommend for the question.",
        )

    def _promoted(self) -> GraphQLObjectType:
        return GraphQLObjectType(
            "PromotedResult",
            lambda: {
                "page": read_by(HitPage(), GraphQLNonNull(self.pages.interface), "The page."),
                "description": read_by(
                    Simple(lambda promotion: promotion.description),
                    GraphQLNonNull(GraphQLString),
                    "What editors say of it for this question; plain text, empty where the page's `summary` says it.",
                ),
            },
            description="A page that editors chose to stand first for a question.",
        )

    def _hit(self) -> GraphQLObjectType:
        return GraphQLObjectType(
            "SearchHit",
            lambda: {
                "page": read_by(HitPage(), GraphQLNonNull(self.pages.interface), "The page that was found."),
                "score": read_by(
                    Simple(lambda hit: hit.stored.score),
                    GraphQLNonNull(GraphQLFloat),
                    "How well it answers, compared with the other hits of this question only; words of the title"
                    " count most, then those of the summary.",
                ),
                "place": read_by(
                    Simple(lambda hit: hit.stored.place),
                    GraphQLNonNull(GraphQLInt),
                    "Its place among all hits, the best is 1.",
                ),
                "title": read_by(HighlightOf("title"), GraphQLNonNull(HIGHLIGHT), "Its title with what was found."),
                "snippet": read_by(
                    HighlightOf("snippet"),
                    HIGHLIGHT,
                    f"At most {SNIPPET_LENGTH} characters of its summary or text, around the best place; null if it"
                    " has neither.",
                ),
            },
            description="A page that was found.",
        )
