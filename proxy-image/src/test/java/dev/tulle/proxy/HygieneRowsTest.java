package dev.tulle.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a proxy must survive, row by row, and the tests that show it: this list fails when a row
/// has none, or one that is not there any more.
class HygieneRowsTest {
    private static final Path TESTS = Path.of("src/test/java/dev/tulle/proxy");
    private static final int ROWS = 37;

    /// Number of the row, what comes in, and tests as class and method.
    private static final String LIST =
            """
             1 | Transfer-Encoding with Content-Length | http1/HygieneHandlerTest row01RefusesTransferEncodingWithContentLength
             2 | more than one Content-Length, and what is none | http1/HygieneHandlerTest row02RefusesContentLengthThatIsNoOneLength
             2 | equal ones | http1/HygieneHandlerTest row02MergesEqualContentLengths
             3 | codings that do not end in one chunked | http1/HygieneHandlerTest row03RefusesTransferEncodingThatDoesNotEndInOneChunked
             3 | Transfer-Encoding in HTTP/1.0 | http1/HygieneHandlerTest row03RefusesTransferEncodingInHttp10
             4 | fields of another form | http1/HygieneHandlerTest row04RefusesFieldsOfAnotherForm
             4 | request lines of another form | http1/HygieneHandlerTest row04RefusesRequestLinesOfAnotherForm
             5 | chunks of another form | http1/HygieneHandlerTest row05RefusesChunksOfAnotherForm
             5 | long extensions | http1/HygieneHandlerTest row05RefusesChunkExtensionsBeyondTheBound
             6 | what follows a framing error | http1/HygieneHandlerTest row06ParsesNothingBehindAFramingError
             6 | before four foreign servers | SmugglingLoopbackTest http1HidesNothing
             7 | trailers of HTTP/1 | http1/TrailersHandlerTest row07CleansTheTrailersOfARequest
             7 | and of its answers | http1/TrailersHandlerTest row07CleansTheTrailersOfAnAnswer
             7 | trailers of HTTP/2 | Http2HygieneLoopbackTest trailersLoseWhatHasNoPlaceThere
             8 | Host that is missing, doubled, or none | http1/HostHandlerTest row08RefusesHostsThatAreNotOneHost
             9 | a target in absolute form | http1/HostHandlerTest row09TheTargetCountsMoreThanHost
             9 | a target of no form | http1/HostHandlerTest row09RefusesTargetsOfNoForm
             9 | :authority that differs from host | Http2HygieneLoopbackTest malformed
            10 | lines, heads, fields and methods that are too long | http1/HygieneHandlerTest row10RefusesWhatIsTooLong
            11 | paths with two readings | route/RuleSetTest readsPathsInTwoWays
            11 | the two readings | route/PathReadingsTest readsInTwoWays
            11 | escapes that are none, under rules | RulesLoopbackTest refusesAPathThatNobodyCanRead
            11 | the target as it goes on | RulesLoopbackTest forwardsTheTargetAsItCame
            12 | what Connection lists | http1/HygieneHandlerTest row12TakesHopByHopFieldsButNotWhatIdentityAndFramingNeed
            12 | TE | http1/HygieneHandlerTest row12KeepsTeTrailers
            13 | what only a proxy may say | http1/HygieneHandlerTest row13TakesWhatOnlyAProxyMaySay
            13 | over HTTP/2 | Http2HygieneLoopbackTest forgedIdentityIsTakenAway
            13 | x-tulle-error of an application | http1/HygieneHandlerTest row13TakesTheErrorThatAnApplicationMakesUp
            14 | identity, known and unknown | http1/HygieneHandlerTest row14TellsTheApplicationWhoCalls
            15 | a matched header given twice | route/RuleSetTest looksAtEveryValueOfAHeader
            16 | fields of gateways and applications | http1/HygieneHandlerTest row16LeavesWhatGatewaysAndApplicationsSay
            17 | interim answers | http1/EngineHandlerTest forwardsInterimAnswersInOrder
            17 | over HTTP/2 | Http2AnswersLoopbackTest interimAnswersInTheirOrder
            17 | interim behind final | Http2AnswersLoopbackTest interimAnswerBehindTheFinalOne
            17 | 101 that nobody asked for | http1/EngineHandlerTest refusesAnUpgradeThatNobodyAskedFor
            17 | 101 of another protocol | UpgradeLoopbackTest anotherProtocolThanWasOfferedIsNone
            18 | a body behind HEAD | http1/EngineHandlerTest takesNoBodyFromTheNextMessageBehindHead
            18 | a body behind 204 and 304 | http1/EngineHandlerTest takesNoBodyWhereTheStatusHasNone
            18 | an answer without length | http1/EngineHandlerTest chunksABodyThatEndsWithItsConnection
            18 | over HTTP/2 | Http2AnswersLoopbackTest bodyWhereThereIsNone
            19 | answers that are no messages | http1/EngineHandlerTest forwardsNoAnswerThatIsNoMessage
            19 | bytes on an idle connection | http1/EngineHandlerTest closesAConnectionOnWhichNobodyAskedForBytes
            20 | heads of HTTP/2 of another form | Http2HygieneLoopbackTest malformed
            20 | pseudo-header fields in trailers | Http2HygieneLoopbackTest pseudoHeaderInTrailers
            20 | a length that is not the body's | Http2HygieneLoopbackTest lengthThatIsNotThatOfTheBody
            21 | what would break lines of HTTP/1 | Http2HygieneLoopbackTest malformed
            21 | paths that are none | Http2HygieneLoopbackTest pathsThatAreNone
            21 | before four foreign servers | SmugglingLoopbackTest http2HidesNothing
            21 | requests before a tunnel is open | WebSocketLoopbackTest whatComesTooEarlyIsNoRequestWhenTheUpgradeIsRefused
            22 | rapid reset | Http2HygieneLoopbackTest rapidReset
            22 | MadeYouReset | Http2HygieneLoopbackTest madeYouReset
            23 | floods | Http2HygieneLoopbackTest floods
            24 | a list that is too long | Http2HygieneLoopbackTest headerListThatIsTooLong
            24 | a bomb of HPACK | Http2HygieneLoopbackTest bombOfIndexedFields
            24 | a table that was not offered | Http2HygieneLoopbackTest tableLargerThanWasOffered
            25 | windows that stay closed | Http2AnswersLoopbackTest answersThatNobodyReads
            25 | a slow reader of a gigabyte | BoundsLoopbackTest holdsNoMoreThanTheWatermarksOfABigAnswerThatNobodyReads
            26 | a head that does not come | http1/HygieneHandlerTest row26AnswersAHeadThatDoesNotCome
            26 | a head of HTTP/2 | Http2PatienceLoopbackTest aHeadThatDoesNotComeEndsTheConnection
            26 | a body that stalls | http1/HygieneHandlerTest row26EndsABodyThatStalls
            26 | a stream that stalls | Http2PatienceLoopbackTest aStreamThatStandsStillIsAnsweredOrReset
            26 | half a ClientHello | detect/DetectHandlerTest closesHalfAClientHelloAfterFiveSecondsHoweverItDribbles
            27 | connections above the limit | BoundsLoopbackTest resetsConnectionsBeyondTheBoundAndServesTheOthers
            27 | probes above it | BoundsLoopbackTest servesProbesOfTheKubeletBeyondTheBound
            27 | probes above the bound of requests | BoundsLoopbackTest answersProbesBeyondTheBoundOfRequestsAndWithoutMemory
            28 | chains of clients | tls/NegativeChainsTest judgesAsTheControlPlaneDoes
            28 | no certificate | tls/MeshTlsLoopbackTest refusesAClientWithoutCertificate
            29 | a server of another identity | ForwardingLoopbackTest sendsNothingToAnEndpointThatIsSomebodyElse
            30 | plaintext where the mode is Strict | TwoProxiesLoopbackTest refusesPlaintextWhereTheModeIsStrict
            30 | over HTTP/2 | Http2LoopbackTest refusesPlaintextWhereTheModeIsStrict
            30 | TLS 1.2 | tls/MeshTlsLoopbackTest refusesAnOlderTls
            30 | unknown names of ours | detect/DetectHandlerTest refusesUnknownMeshNames
            31 | ClientHello in segments | detect/ClientHelloReaderTest readsSegmentsOfOneByteAndNeverChangesTheBuffer
            31 | over records | detect/ClientHelloReaderTest readsOverRecords
            31 | 16 KiB and one byte | detect/ClientHelloReaderTest readsUpToSixteenKibibytesAndNotOneMore
            32 | loops | listener/LoopGuardTest letsOthersCallOnlyThePodItself
            32 | what was not captured | listener/LoopGuardTest refusesWhatWasNotCaptured
            33 | POST to the open port | admin/AdminLoopbackTest openPortTakesGetOnly
            33 | a probe that was not declared | admin/ProbeLoopbackTest undeclaredProbeDoesNotExist
            33 | probes of another node, other paths | filter/ProbeFilterTest exemptsOnlyTheProbesOfTheOwnNode
            34 | frames of another form | tunnel/FramedServerHandlerTest closesAndCountsViolations
            34 | and their headers | tunnel/FrameReaderTest refusesWhatNoFrameIs
            35 | a used connection that was closed | ForwardingLoopbackTest repeatsAnIdempotentRequestWhoseConnectionWasClosedUnderIt
            35 | a connection with NTLM that another client wants | PinnedLoopbackTest aPinnedConnectionIsNobodyElses
            35 | over HTTP/2, where all share one | PinnedLoopbackTest overHttp2NobodyProvesAnything
            36 | pages that show what is in force | admin/AdminLoopbackTest localPagesHoldNoSecret
            36 | an identity as text | tls/IdentityReaderTest showsNoKey
            37 | anything at all | fuzz/FuzzTest holdsForWhatIsNearlyRight
            37 | both engines of HTTP/1 | fuzz/FuzzTest holdsForTheCorpus
            """;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = LIST)
    void isATest(int row, String input, String test) throws IOException {
        String[] place = test.split(" ", 2);
        assertThat(Files.readString(TESTS.resolve(place[0] + ".java")))
                .as("row %d, %s", row, input)
                .contains("    void " + place[1] + "(");
    }

    @Test
    void leavesNoRowOut() {
        assertThat(LIST.lines().map(line -> Integer.parseInt(line.substring(0, 2).trim())))
                .containsAll(IntStream.rangeClosed(1, ROWS).boxed().toList());
    }
}
